import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { transformFileSync } from '@swc/core';

import { retryAfterMs } from '../../../../server/src/relay/attempt/retry-after';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const DAY = 86_400_000;

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['86400', DAY],
  ['86401', DAY],
  ['31536000', DAY],
  ['99999999999999999999999999', DAY],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
  ['Thu Jan  1 00:00:30 2026', 30_000],
  ['Thu, 01 Jan 2026 00:00:30 +0000', 30_000],
  ['Wed, 31 Dec 2025 23:59:59 GMT', 0],
  ['Fri, 01 Jan 2027 00:00:00 GMT', DAY],
  ['-5', 0],
  ['30.5', 31_000],
  ['2.7', 3_000],
  ['2.0', 2_000],
  ['0.001', 1_000],
  ['.5', 1_000],
  ['7.', 7_000],
  ['86399.5', DAY],
  ['1.5.1', 0],
  ['1,5', 0],
  ['.', 0],
  ['1e3', 0],
  ['0x10', 0],
  ['soon', 0],
  ['2026-01-02', 0],
  ['', 0],
  [undefined, 0],
  [null, 0],
])('%j asks for %i ms', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});

test.each(['America/New_York', 'Asia/Tokyo'])(
  'a date that names no zone is in UTC where the clock shows the time of %s',
  (zone) => {
    const file = path.resolve(__dirname, '../../../../server/src/relay/attempt/retry-after.ts');
    const { code } = transformFileSync(file, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    const ask = `${code}; process.stdout.write(
      String(exports.retryAfterMs('Thu Jan  1 00:00:30 2026', ${String(NOW)})),
    )`;

    // The zone of a process that runs Jest cannot be changed from within.
    const asked = execFileSync(process.execPath, ['-e', ask], { env: { TZ: zone } });

    expect(asked.toString()).toBe('30000');
  },
);
