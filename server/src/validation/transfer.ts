import { z } from 'zod';

import { parseWith } from './parse-with';

const dryRun = z.boolean().default(false);

export const parseImportBody = parseWith(
  z.object({
    webhooks: z
      .array(z.record(z.string(), z.unknown(), 'Each webhook is an object'), 'A list of webhooks')
      .min(1, 'There is no webhook in it')
      .max(1_000, 'At most 1000 at once'),
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
