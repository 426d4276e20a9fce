/** Most bytes of UTF-8 for one UTF-16 code unit. */
const MOST_BYTES_A_UNIT = 3;

/** Size of all texts in bytes of UTF-8 if it exceeds `most`; else null. */
export function exceedsBytes(most: number, ...texts: (string | null)[]): number | null {
  const units = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (units * MOST_BYTES_A_UNIT <= most) return null;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes <= most ? null : bytes;
}
