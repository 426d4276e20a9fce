import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const GUIDES = [
  ...readdirSync(ROOT),
  ...['docs', 'server/src', 'admin/src'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.posix.join(folder, file),
    ),
  ),
].filter((file) => file.endsWith('.md'));

/** Links to files of the repository, without their anchors. */
function linkedFrom(guide: string): string[] {
  const links = read(guide).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g);
  return [...links].map(([, target = '']) => path.posix.join(path.posix.dirname(guide), target));
}

test.each(GUIDES)('each link of %s leads to a file', (guide) => {
  const missing = linkedFrom(guide).filter((target) => !existsSync(path.join(ROOT, target)));

  expect(missing).toEqual([]);
});

test('each file that a recipe names is there', () => {
  const [, recipes = ''] = /## Recipes\n(.*?)\n## /s.exec(read('CONTRIBUTING.md')) ?? [];
  const named = [...recipes.matchAll(/`([\w-][\w./-]+\.(?:tsx?|json|cjs))`/g)].map(
    ([, file = '']) => file,
  );
  const places = ['', 'server/src', 'admin/src'];
  const isThere = (file: string) =>
    places.some((place) => existsSync(path.join(ROOT, place, file)));

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !isThere(file))).toEqual([]);
});
