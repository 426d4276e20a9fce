import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { builtFolder } from './built';
import type { Argument, Answer, CommandName, Message, Report, Result } from './protocol';

export interface InstanceOptions {
  environment: Record<string, string>;
  /** The plugin's configuration. */
  config?: Record<string, unknown>;
  onReport?: (report: Report) => void;
}

/** A Strapi in a process of its own. */
export interface Instance {
  call<Name extends CommandName>(name: Name, argument?: Argument<Name>): Promise<Result<Name>>;
  isAlive(): boolean;
  /** By SIGKILL, unless told otherwise. */
  kill(signal?: NodeJS.Signals): void;
  /** Resolves with the signal that ended it, when its last word was heard. */
  ended(): Promise<NodeJS.Signals | null>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Starts a process that has Strapi in memory and waits for `boot`. */
export function startInstance({ environment, config = {}, onReport }: InstanceOptions): Instance {
  const folder = builtFolder();
  const child = fork(path.join(folder, 'instance/index.js'), {
    env: {
      ...process.env,
      // In production the plugin refuses the loopback addresses that the receivers listen at.
      NODE_ENV: 'development',
      FAULT_APP: path.resolve(__dirname, '../../../playground'),
      PLAYGROUND_PLUGIN_ROOT: path.join(folder, 'plugin'),
      LOG_LEVEL: process.env['FAULT_LOG'] ?? 'fatal',
      STARTUP_LOG: 'false',
      STRAPI_TELEMETRY_DISABLED: 'true',
      DOCUMENT_WEBHOOKS_CONFIG: JSON.stringify(config),
      ...environment,
    },
    // An empty list, for jest's own arguments are none of its business.
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  // The pipe may hold words of the dead.
  const heard = once(child, 'disconnect').then(() => undefined);
  let calls = 0;

  child.on('message', (message: Message) => {
    if ('report' in message) onReport?.(message.report);
    else settle(waiting, message.answer);
  });
  void Promise.all([ended, heard]).then(([signal]) => {
    for (const { reject } of waiting.values()) reject(new Error(`Ended by ${String(signal)}`));
    waiting.clear();
  });

  function call<Name extends CommandName>(
    name: Name,
    argument?: Argument<Name>,
  ): Promise<Result<Name>> {
    return new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      child.send({ call: calls, name, argument }, (error) => {
        if (error) reject(error);
      });
    });
  }

  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;

  return {
    call,
    isAlive,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    ended: () => Promise.all([ended, heard]).then(([signal]) => signal),
    async stop() {
      if (!isAlive()) return;
      await call('stop').catch(() => undefined);
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function settle(waiting: Map<number, Waiting>, answer: Answer): void {
  const caller = waiting.get(answer.call);
  waiting.delete(answer.call);
  if ('error' in answer) caller?.reject(new Error(answer.error));
  else caller?.resolve(answer.result);
}
