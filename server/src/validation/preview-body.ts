import { z } from 'zod';

import { parseWith } from './parse-with';
import { text } from './text';

const draft = z.record(z.string(), z.unknown(), 'Give the attributes of the webhook');

const previewBody = z.object({
  webhook: draft,
  uid: text(255, 'Give the UID of a content type').min(1),
  documentId: text(255, 'Give the documentId of an entry').min(1),
  locale: text(64).min(1).nullish(),
  event: text(255, 'Give one of the events of the webhook').min(1),
});

const LIMIT = 'limit is a whole number from 1 to 100';

const backtestBody = z.object({
  webhook: draft,
  limit: z.int(LIMIT).min(1, LIMIT).max(100, LIMIT).default(20),
});

export type PreviewBody = z.infer<typeof previewBody>;
export type BacktestBody = z.infer<typeof backtestBody>;

export const parsePreviewBody = parseWith(previewBody);
export const parseBacktestBody = parseWith(backtestBody);
