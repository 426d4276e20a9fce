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
        error: 'The path is invalid. Write names separated by dots, such as author.name',
      })
      .refine((it) => !isContextPath(it) || contextReader(it) !== undefined, {
        error: `Unknown context field. Available: ${KNOWN} and $previous.<path>`,
      })
      .refine((it) => parsePath(pathBefore(it) ?? 'any') !== null, {
        error: 'The field is missing. Write its path after $previous, such as $previous.title',
      }),
    key: text(1_000)
      .trim()
      .nullish()
      .refine((key) => key === null || key === undefined || key === '' || parseKey(key) !== null, {
        error: 'The key is invalid. Write names separated by dots; write a\\.b for a literal dot',
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
      const message = `The key conflicts with the key of row ${String(other + 1)}. Choose another key`;
      context.addIssue({ code: 'custom', path: [index, 'key'], message });
    });
  });
