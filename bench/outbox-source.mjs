import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const MODULES = [
  'consume/claim',
  'consume/due-webhooks',
  'consume/reclaim-expired',
  'database/dialect',
  'log/prune',
];

/**
 * The plugin's own functions on the outbox, from its source: the built plugin is one file and keeps
 * them to itself.
 */
export async function loadOutbox() {
  const { outputFiles } = await build({
    stdin: {
      contents: MODULES.map((name) => `export * from './${name}';`).join('\n'),
      resolveDir: fileURLToPath(new URL('../server/src/outbox', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    packages: 'external',
    format: 'esm',
    write: false,
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
  );
}
