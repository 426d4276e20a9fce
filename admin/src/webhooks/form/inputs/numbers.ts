/** Reads what is typed as a whole number: null where it is none. */
export function wholeNumber(typed: string): number | null {
  return /^\d+$/.test(typed.trim()) ? Number(typed) : null;
}
