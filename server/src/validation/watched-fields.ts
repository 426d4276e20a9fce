import { z } from 'zod';

import { parsePath } from '../schema/path';
import { text } from './text';

const PATH = 'A path has a name on each side of every dot, such as author.name';

/** Paths into the document; absent is any. */
export const watchedFieldsSchema = z
  .array(
    text(1_000)
      .trim()
      .refine((path) => parsePath(path) !== null, PATH),
  )
  .max(500)
  .nullish()
  .transform((paths) => [...new Set(paths)]);
