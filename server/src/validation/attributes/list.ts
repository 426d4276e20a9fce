import { z } from 'zod';

interface ListOptions {
  most: number;
  /** Said of what is no list. */
  missing?: string;
  /** At least one item is needed. */
  required?: boolean;
  /** Why all of them together are too much; null where they are not. */
  problemOf?: (items: unknown[]) => string | null;
}

/** A list of `item`. Its length is judged before any item is, so that an endless list is refused at once. */
export function list<T extends z.ZodType>(item: T, options: ListOptions) {
  const { most, missing = 'A list is needed', required = false, problemOf } = options;
  return z
    .array(z.unknown(), missing)
    .min(required ? 1 : 0, missing)
    .max(most, { error: `At most ${String(most)}`, abort: true })
    .superRefine((items, context) => {
      const message = problemOf?.(items) ?? null;
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .pipe(z.array(item));
}
