import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');

/** Cycles of types are left here. */
const EXCEPT = 'server/src/capture/';

const sources = ['server/src', 'admin/src'].flatMap((half) =>
  readdirSync(path.join(ROOT, half), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.posix.join(half, file)),
);

/** The files that a file imports, for values or types. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(ROOT, file), 'utf8'));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.posix.join(path.posix.dirname(file), fileName))
    .flatMap((target) => ['.ts', '.tsx', '/index.ts'].map((end) => `${target}${end}`))
    .filter((target) => existsSync(path.join(ROOT, target)));
}

const graph = new Map(sources.map((file) => [file, importsOf(file)]));

function importsItself(file: string): boolean {
  const reached = new Set<string>();
  const next = [file];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const target of graph.get(at) ?? []) if (!reached.has(target)) next.push(target);
    for (const target of graph.get(at) ?? []) reached.add(target);
  }
  return reached.has(file);
}

test('no file imports itself through others, types included', () => {
  const cyclic = sources.filter((file) => !file.startsWith(EXCEPT) && importsItself(file));

  expect([...graph.values()].flat().length).toBeGreaterThan(1_000);
  expect(cyclic).toEqual([]);
});
