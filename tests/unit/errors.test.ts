import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ERROR_CODES } from '../../server/src/errors';

const DOCS = readFileSync(path.resolve(__dirname, '../../docs/admin-api.md'), 'utf8');

test('docs/admin-api.md explains each error code, and no other', () => {
  const explained = [...DOCS.matchAll(/^\| `(DW_\w+)`/gm)].map(([, code]) => code);

  expect(explained.sort()).toEqual([...ERROR_CODES].sort());
});
