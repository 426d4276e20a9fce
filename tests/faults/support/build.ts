import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { build } from 'esbuild';

import { rememberBuilt } from './built';
import { findAbsentServices } from './services';

const ROOT = path.resolve(__dirname, '../../..');
// Nameless: jest takes two packages of one name in a repository for a mistake.
const MANIFEST = { strapi: { kind: 'plugin', name: 'document-webhooks' } };

/**
 * Bundles the plugin's server and the program of an instance, so that plain Node runs them: jest's own
 * transform does not reach into child processes. Inside the repository, where they find node_modules.
 */
export default async function buildOnce(): Promise<void> {
  await findAbsentServices();
  await mkdir(path.join(ROOT, '.tmp'), { recursive: true });
  const folder = await mkdtemp(path.join(ROOT, '.tmp/faults-'));
  rememberBuilt(folder);
  await build({
    entryPoints: {
      'plugin/server/index': path.join(ROOT, 'server/src/index.ts'),
      'plugin/server/expression-worker': path.join(
        ROOT,
        'server/src/expressions/evaluation/expression-worker.ts',
      ),
      'instance/index': path.join(ROOT, 'tests/faults/instance/index.ts'),
    },
    outdir: folder,
    bundle: true,
    platform: 'node',
    packages: 'external',
    format: 'cjs',
    // CommonJS has no import.meta.
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'importMetaUrl' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await writeFile(path.join(folder, 'plugin/package.json'), JSON.stringify(MANIFEST));
  await writeFile(
    path.join(folder, 'plugin/strapi-server.js'),
    "module.exports = require('./server').default;\n",
  );
}
