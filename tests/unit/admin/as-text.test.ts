import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ADMIN = path.resolve(__dirname, '../../../admin/src');

const sources = readdirSync(ADMIN, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, source: readFileSync(path.join(ADMIN, name), 'utf8') }));

function filesWith(pattern: RegExp): string[] {
  return sources.filter(({ source }) => pattern.test(source)).map(({ name }) => name);
}

test('the admin panel writes no HTML: what a receiver answers is text', () => {
  const writers =
    /dangerouslySetInnerHTML|(inner|outer)HTML|insertAdjacentHTML|document\.write|srcDoc/;

  expect(sources.length).toBeGreaterThan(100);
  expect(filesWith(writers)).toEqual([]);
});

test('no address that somebody typed is a link: it might be a script', () => {
  // Routes of the panel itself are `to`.
  const links = filesWith(/\b(href|src|formAction)=(?!\{DOCUMENTATION\})/);

  expect(links).toEqual([]);
});
