/** What was typed as JSON; nothing typed is an empty object, and null is what is no JSON. */
export function parseData(typed: string): { data: unknown } | null {
  if (typed.trim() === '') return { data: {} };
  try {
    return { data: JSON.parse(typed) as unknown };
  } catch {
    return null;
  }
}
