import { execFileSync } from 'node:child_process';

import { toCurl } from '../../../../../admin/src/components/request/to-curl';

/** What a shell hands to curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('each part arrives in curl as it is, whatever a shell makes of its characters', () => {
  const url = 'https://crm.example.com/a?b[0]=$HOME&c=`ls`';
  const body = `{"note":"it's \\"$(id)\\" \\\\ !","lines":"a\nb"}`;
  const headers = { 'content-type': 'application/json', 'x-key': "[redacted]'", 'x-none': '' };

  expect(argumentsOf(toCurl({ method: 'PUT', url, headers, body }))).toEqual([
    '--globoff',
    ...['--request', 'PUT', url],
    ...['--header', 'content-type: application/json'],
    ...['--header', "x-key: [redacted]'"],
    ...['--header', 'x-none;'],
    ...['--data-raw', body],
  ]);
});

test('without a body none is given', () => {
  const command = toCurl({ method: 'GET', url: 'https://a.example/', headers: {}, body: null });
  expect(command).toBe("curl --globoff --request GET 'https://a.example/'");
});
