import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const DIST = path.join(ROOT, 'dist');

interface Manifest {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

if (!existsSync(path.join(DIST, 'server/index.js'))) {
  throw new Error('dist is missing. Run `npm run test:packaging`, which builds first');
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;

function packedFiles(): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(output) as { files: { path: string }[] }[];
  return (packed?.files ?? []).map((file) => file.path);
}

test('packs what an app needs, and nothing of the workshop', () => {
  const files = packedFiles();

  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'strapi-server.js',
      'strapi-admin.js',
      'dist/server/index.js',
      'dist/server/index.mjs',
      'dist/server/expression-worker.js',
      'dist/server/src/index.d.ts',
      'dist/admin/index.js',
      'dist/admin/index.mjs',
    ]),
  );
  const strays =
    /^(tests|playground|bench|scripts|server|admin|node_modules|coverage|docs\/(adr|internals))\/|\/README\.md$|\.env|\.db$/;
  expect(files.filter((file) => strays.test(file))).toEqual([]);
});

test.each([
  ['by path', 'require("./strapi-server.js")'],
  ['as CommonJS', 'require("./dist/server/index.js")'],
])('the server loads in a process of its own, %s', (_name, load) => {
  const script = `const it = ${load}; console.log(Object.keys(it.default ?? it).sort().join())`;

  const output = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });

  expect(output.trim()).toBe(
    'bootstrap,config,contentTypes,controllers,destroy,register,routes,services',
  );
});

test('the server loads as an ES module', () => {
  const script = `import('./dist/server/index.mjs').then((it) => console.log(typeof it.default.register))`;

  const output = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });

  expect(output.trim()).toBe('function');
});

test('every package that the built server imports is declared', () => {
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  const undeclared = bareImports(path.join(DIST, 'server')).filter((name) => !declared.has(name));

  expect(undeclared).toEqual([]);
});

function bareImports(folder: string): string[] {
  const names = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.m?js$/.test(file)) continue;
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, specifier = ''] of text.matchAll(
      /(?:\brequire\(|\bimport\(|\bfrom\s|^import\s)\s*["']([^"'\n]+)["']/gm,
    )) {
      if (specifier.startsWith('.') || isBuiltIn(specifier)) continue;
      const parts = specifier.split('/');
      names.add(parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  return [...names];
}

function isBuiltIn(specifier: string): boolean {
  return builtinModules.includes(specifier.replace(/^node:/, ''));
}
