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

interface Manifest {
  engines: { node: string };
  peerDependencies: Record<string, string>;
}

test('the support matrix agrees with package.json, .nvmrc and the workflows', () => {
  const { engines, peerDependencies } = JSON.parse(read('package.json')) as Manifest;
  const rows = read('README.md').matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\|/gm);
  const supported = new Map([...rows].map(([, part, what]) => [part, what]));

  expect(`>=${/[\d.]+/.exec(supported.get('Node.js') ?? '')?.[0] ?? ''}`).toBe(engines.node);
  expect(engines.node).toMatch(`>=${read('.nvmrc').trim()}.`);
  expect(peerDependencies['@strapi/strapi']).toMatch(
    `^${/[\d.]+/.exec(supported.get('Strapi') ?? '')?.[0] ?? '?'}.`,
  );
  for (const workflow of ['ci', 'nightly']) {
    const images = read(`.github/workflows/${workflow}.yml`);
    expect(images).toContain(`image: postgres:${supported.get('PostgreSQL') ?? ''}`);
    expect(images).toContain(`image: mariadb:${supported.get('MariaDB') ?? ''}`);
  }
});

const FOLDERS = ['server/src', 'admin/src'].flatMap((half) =>
  readdirSync(path.join(ROOT, half), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${half}/${name}`),
);

test.each(FOLDERS)(
  '%s says what it owns, where to start, what it keeps and its tests',
  (folder) => {
    const readme = read(`${folder}/README.md`);

    for (const part of ['- Start at [', '- Keeps: ', '- Tests: [']) expect(readme).toContain(part);
  },
);
