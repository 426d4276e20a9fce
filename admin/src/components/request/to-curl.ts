import type { SentRequest } from '../../../../server/src/contracts/deliveries';

/** The request as a command of a POSIX shell; what is masked in it stays masked. */
export function toCurl({ method, url, headers, body }: SentRequest): string {
  return [
    // Brackets and braces in the URL are meant as they are.
    `curl --globoff --request ${method} ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `--header ${quoted(headerOf(name, value))}`),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ].join(' \\\n  ');
}

/** Behind a colon curl takes nothing for "leave this header out". */
function headerOf(name: string, value: string): string {
  return value === '' ? `${name};` : `${name}: ${value}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
