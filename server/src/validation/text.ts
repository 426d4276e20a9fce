import { z } from 'zod';

/** Text of a bounded length, without NUL, which PostgreSQL refuses. `missing` is said of what is no text. */
export function text(longest: number, missing?: string) {
  return z
    .string(missing)
    .max(longest, `At most ${String(longest)} characters`)
    .refine((value) => !value.includes('\0'), 'The character NUL cannot be stored');
}
