/**
 * The URL that a text says, or null where it says none. `URL.canParse` will not do: once V8 has
 * optimised its caller, Node 20 reads `ü` and other letters of Latin-1 as bytes of UTF-8 and answers
 * false.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
