import { z } from 'zod';

import { list } from '../attributes/list';
import { parseWith } from '../parse-with';

const dryRun = z.boolean().default(false);

export const parseImportBody = parseWith(
  z.object({
    webhooks: list(z.record(z.string(), z.unknown(), 'Each webhook must be an object'), {
      most: 1_000,
      missing: 'webhooks must be a list with at least one webhook',
      required: true,
    }),
    dryRun,
  }),
);

export const parseImportBuiltInBody = parseWith(z.object({ dryRun }));

export const parseExportQuery = parseWith(
  z.object({
    ids: z
      .string()
      .transform((ids) => ids.split(',').filter((id) => id !== ''))
      .optional(),
  }),
);
