import { z } from 'zod';

import { storageProblem } from '../storable';

/**
 * A string of limited length that every database can store. `missing` is the message for other
 * types.
 */
export function text(longest: number, missing?: string) {
  return z
    .string(missing)
    .max(longest, `The text is too long: at most ${String(longest)} characters`)
    .refine((value) => storageProblem(value) === null, {
      error: ({ input }) => storageProblem(input as string) ?? undefined,
    });
}
