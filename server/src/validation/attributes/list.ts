import { z } from 'zod';

interface ListOptions {
  most: number;
  /** The message if the value is not a list. */
  missing?: string;
  /** True if an empty list is invalid. */
  required?: boolean;
  /** Returns a message if the items together exceed a limit; else null. */
  problemOf?: (items: unknown[]) => string | null;
}

/**
 * A list of `item`. The length is checked before the items, so that a huge list is rejected at
 * once.
 */
export function list<T extends z.ZodType>(item: T, options: ListOptions) {
  const { most, missing = 'Use a list', required = false, problemOf } = options;
  return z
    .array(z.unknown(), missing)
    .min(required ? 1 : 0, missing)
    .max(most, { error: `The list is too long: at most ${String(most)} items`, abort: true })
    .superRefine((items, context) => {
      const message = problemOf?.(items) ?? null;
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .pipe(z.array(item));
}
