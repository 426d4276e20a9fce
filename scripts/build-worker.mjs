/**
 * Builds the program of the worker threads that evaluate expressions, beside the server's own file:
 * `strapi-plugin build` makes one file of the server, and a thread begins with a file of its own.
 *
 * node scripts/build-worker.mjs [outfile]
 */
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [outfile = `${root}/dist/server/expression-worker.js`] = process.argv.slice(2);

await build({
  entryPoints: [`${root}/server/src/expressions/evaluation/expression-worker.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  format: 'cjs',
  logLevel: 'warning',
});
