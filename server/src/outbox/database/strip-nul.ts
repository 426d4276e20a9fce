/** PostgreSQL refuses NUL in text, and what is told of a failure may quote anything. */
export function stripNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
