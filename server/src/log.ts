type Level = 'debug' | 'info' | 'warn' | 'error';
export type Log = Record<Level, (message: string) => void>;

/**
 * Strapi's log for the plugin's messages, which quote names, URLs, errors and responses: what one of them
 * holds can begin no line of its own, and sends no terminal a command. Nothing else writes to `strapi.log`.
 */
export function logOf({ log }: { log: Log }): Log {
  const at =
    (level: Level) =>
    (message: string): void => {
      log[level](oneLine(message));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

const LONGEST = 10_000;
/** Control characters, separators of lines, and what makes text run the other way. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/gu;
const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text with what is not printable written as an escape. */
export function oneLine(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut.replace(UNPRINTABLE, (char) => SHORT[char] ?? escaped(char));
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
