import type { Log } from '../../log';

/** A log that masks secrets: messages can quote SQL values or a receiver's response. */
export function redactedLog(log: Log, masked: (text: string) => string): Log {
  const at =
    (level: keyof Log) =>
    (message: string): void => {
      log[level](masked(message));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
