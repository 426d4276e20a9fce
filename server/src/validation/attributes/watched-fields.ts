import { parsePath } from '../../schema/path';
import { list } from './list';
import { text } from './text';

const PATH = 'The path is invalid. Write names separated by dots, such as author.name';

/** Paths in the document. Empty: any field. */
export const watchedFieldsSchema = list(
  text(1_000)
    .trim()
    .refine((path) => parsePath(path) !== null, PATH),
  { most: 500 },
)
  .nullish()
  .transform((paths) => [...new Set(paths)]);
