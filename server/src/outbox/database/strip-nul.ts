/**
 * Replaces NUL characters, which PostgreSQL rejects in text. Error messages can quote any input.
 */
export function stripNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
