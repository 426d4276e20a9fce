const LONGEST = 60;

/** A value on one line. Of a list its length says more than its beginning. */
export function shortValue(value: unknown, lengthOf: (list: readonly unknown[]) => string): string {
  if (Array.isArray(value) && value.length > 0 && typeof value[0] === 'object') {
    return lengthOf(value);
  }
  const json = JSON.stringify(value ?? null);
  return json.length > LONGEST ? `${json.slice(0, LONGEST)}…` : json;
}
