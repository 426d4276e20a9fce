/** A character of UTF-16 takes so many bytes of UTF-8 at most. */
const MOST_BYTES_A_UNIT = 3;

/** How many bytes of UTF-8 texts have together, where that is more than allowed; else null. */
export function exceedsBytes(most: number, ...texts: (string | null)[]): number | null {
  const units = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (units * MOST_BYTES_A_UNIT <= most) return null;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes <= most ? null : bytes;
}
