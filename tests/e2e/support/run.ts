import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
}

/** Runs a command to its end; what it printed is in the error when it fails. */
export async function run(
  command: string,
  commandArguments: string[],
  { cwd, env = {} }: RunOptions,
): Promise<void> {
  const child = spawn(command, commandArguments, { cwd, env: { ...process.env, ...env } });
  const printed: string[] = [];
  child.stdout.on('data', (chunk) => printed.push(String(chunk)));
  child.stderr.on('data', (chunk) => printed.push(String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  const line = [command, ...commandArguments].join(' ');
  throw new Error(`${line} ended with ${String(code)}:\n${printed.join('')}`);
}
