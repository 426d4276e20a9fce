import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Starts a module of this folder in a process of its own. `call(name, argument)` resolves with what
 * the command of that name returns there. The child ends when its parent does.
 */
export function startChild(file, { environment = {} } = {}) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, ...environment },
    // Its log is no part of the report.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const waiting = new Map();
  let calls = 0;

  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  });
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
  });

  return {
    call(name, argument) {
      return new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        child.send({ id: calls, name, argument });
      });
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}

/** Stops all that were started, whatever becomes of the work with them. */
export async function withChildren(work) {
  const children = [];
  const start = (child) => {
    children.push(child);
    return child;
  };
  try {
    return await work(start);
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}
