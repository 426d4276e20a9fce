import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { fromRoot, root } from './paths.mjs';

/** Runs npm in the repository's root; rejects when it fails. */
export async function npm(args, environment = {}) {
  console.log(`\n> npm ${args.join(' ')}`);
  const [command, ...prefix] = npmCommand();
  const child = spawn(command, [...prefix, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
    shell: command === 'npm' && process.platform === 'win32',
  });

  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`npm ${args.join(' ')} ended with ${code}`);
  }
}

export async function installIfStale() {
  const lock = await readPackages('package-lock.json');
  const installed = await readPackages('node_modules/.package-lock.json');

  if (isStale({ lock, installed })) {
    // NODE_ENV=production would leave out the toolchain that builds the plugin.
    await npm([lock ? 'ci' : 'install', '--include=dev']);
  }
}

/** Whether something the lock file asks for is missing, or there in another version. */
function isStale({ lock, installed }) {
  if (!lock || !installed) {
    return true;
  }
  return Object.entries(lock)
    .filter(([location]) => location.includes('node_modules/'))
    .some(([location, wanted]) => {
      const found = installed[location];
      // Optional packages are installed only on the platforms that they are for.
      return found ? found.version !== wanted.version : !wanted.optional;
    });
}

async function readPackages(file) {
  const path = fromRoot(file);
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')).packages : undefined;
}

/** The npm that runs this script, when one does: Windows has no `npm` to spawn without a shell. */
function npmCommand() {
  const { npm_execpath: script = '' } = process.env;
  return script.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
}
