import { z } from 'zod';

import type { FieldMapping } from '../../contracts/webhook';
import {
  contextReader,
  CONTEXT_FIELDS,
  isContextPath,
  pathBefore,
} from '../../mapping/context-fields';
import { collisionsOf, parseKey } from '../../mapping/key-path';
import { parsePath } from '../../schema/path';
import { list } from './list';
import { text } from './text';

const KNOWN = CONTEXT_FIELDS.map(({ path }) => path).join(', ');

const rowSchema = z
  .object({
    fieldname: text(1_000, 'A field is required')
      .trim()
      .min(1, 'A field is required')
      .refine((it) => isContextPath(it) || parsePath(it) !== null, {
        error: 'A path has a name on each side of every dot, such as author.name',
      })
      .refine((it) => !isContextPath(it) || contextReader(it) !== undefined, {
        error: `Unknown context field: there are ${KNOWN} and $previous.<path>`,
      })
      .refine((it) => parsePath(pathBefore(it) ?? 'any') !== null, {
        error: 'Name the field of the document before the write, such as $previous.title',
      }),
    key: text(1_000)
      .trim()
      .nullish()
      .refine((key) => key === null || key === undefined || key === '' || parseKey(key) !== null, {
        error: 'A key has a name on each side of every dot; write a\\.b for a dot that stays',
      }),
  })
  .transform(({ fieldname, key }): FieldMapping => {
    const named = key !== null && key !== undefined && key !== '';
    return { fieldname, key: named ? key : fieldname };
  });

export const mappingSchema = list(rowSchema, { most: 500 })
  .nullish()
  .transform((rows) => rows ?? [])
  .superRefine((rows, context) => {
    const keys = rows.map(({ key }) => parseKey(key) ?? [key]);
    collisionsOf(keys).forEach((other, index) => {
      if (other === null) return;
      const message = `The key collides with that of row ${String(other + 1)}: choose another`;
      context.addIssue({ code: 'custom', path: [index, 'key'], message });
    });
  });
