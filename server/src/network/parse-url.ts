/**
 * Parses a URL; null if it is invalid. `URL.canParse` is unreliable: once V8 has optimised its
 * caller, Node 20 reads Latin-1 letters such as `ü` as UTF-8 bytes and returns false.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
