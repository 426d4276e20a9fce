import { z } from 'zod';

import { storageProblemOf } from '../storable';

/** Text of a bounded length that every database can hold. `missing` is said of what is no text. */
export function text(longest: number, missing?: string) {
  return z
    .string(missing)
    .max(longest, `At most ${String(longest)} characters`)
    .refine((value) => storageProblemOf(value) === null, {
      error: ({ input }) => storageProblemOf(input as string) ?? undefined,
    });
}
