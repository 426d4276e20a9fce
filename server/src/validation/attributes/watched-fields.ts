import { parsePath } from '../../schema/path';
import { list } from './list';
import { text } from './text';

const PATH = 'A path has a name on each side of every dot, such as author.name';

/** Paths into the document; absent is any. */
export const watchedFieldsSchema = list(
  text(1_000)
    .trim()
    .refine((path) => parsePath(path) !== null, PATH),
  { most: 500 },
)
  .nullish()
  .transform((paths) => [...new Set(paths)]);
