/** Formats a path: `mapping[2].fieldname`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((part) => (/^\d+$/.test(String(part)) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
