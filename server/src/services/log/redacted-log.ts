import type { Log } from '../../log';

/** What is logged may quote a statement with its values, or an error that quotes a receiver. */
export function redactedLog(log: Log, masked: (text: string) => string): Log {
  const at =
    (level: keyof Log) =>
    (message: string): void => {
      log[level](masked(message));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
