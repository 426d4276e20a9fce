import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const GUIDE = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const LINKED = [...GUIDE.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);

test.each(['capture', 'outbox', 'relay'])('CONTRIBUTING.md links each file of %s/', (room) => {
  const folder = `server/src/${room}`;
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);

  expect(files.filter((file) => !LINKED.includes(file))).toEqual([]);
});

test('each of its links leads somewhere', () => {
  expect(LINKED.filter((target) => !existsSync(path.join(ROOT, target)))).toEqual([]);
});
