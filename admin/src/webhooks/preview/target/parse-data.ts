/** Parses the typed JSON. Empty text gives an empty object, invalid JSON gives null. */
export function parseData(typed: string): { data: unknown } | null {
  if (typed.trim() === '') return { data: {} };
  try {
    return { data: JSON.parse(typed) as unknown };
  } catch {
    return null;
  }
}
