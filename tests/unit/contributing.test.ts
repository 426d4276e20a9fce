import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const GUIDE = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const LINKED = [...GUIDE.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);

test('each link of CONTRIBUTING.md leads to a file', () => {
  expect(LINKED.filter((target) => !existsSync(path.join(ROOT, target)))).toEqual([]);
});
