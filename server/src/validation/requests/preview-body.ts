import { z } from 'zod';

import { isCustomEvent } from '../../contracts/events';
import { nestingProblemOf } from '../nesting';
import { parseWith } from '../parse-with';
import { text } from '../attributes/text';

const draft = z.record(z.string(), z.unknown(), 'Give the attributes of the webhook');

const locale = text(64).min(1).nullish();

const documentBody = z.object({
  webhook: draft,
  uid: text(255, 'Give the UID of a content type').min(1),
  documentId: text(255, 'Give the documentId of an entry').min(1),
  locale,
  event: text(255, 'Give one of the events of the webhook').min(1),
  data: z.undefined('Only a custom event carries data: this one is read from an entry').optional(),
});

const customBody = z.object({
  webhook: draft,
  uid: text(255).min(1).nullish(),
  documentId: text(255).min(1).nullish(),
  locale,
  event: text(255),
  data: z
    .unknown()
    .default({})
    .superRefine((data, context) => {
      const message = nestingProblemOf(data);
      if (message !== null) context.addIssue({ code: 'custom', message });
    }),
});

const LIMIT = 'limit is a whole number from 1 to 100';

const backtestBody = z.object({
  webhook: draft,
  limit: z.int(LIMIT).min(1, LIMIT).max(100, LIMIT).default(20),
});

export type DocumentPreviewBody = z.infer<typeof documentBody> & { kind: 'document' };
export type CustomPreviewBody = z.infer<typeof customBody> & { kind: 'custom' };
export type BacktestBody = z.infer<typeof backtestBody>;

const parseDocumentBody = parseWith(documentBody);
const parseCustomBody = parseWith(customBody);

export function parsePreviewBody(body: object): DocumentPreviewBody | CustomPreviewBody {
  const { event } = body as { event?: unknown };
  return typeof event === 'string' && isCustomEvent(event)
    ? { kind: 'custom', ...parseCustomBody(body) }
    : { kind: 'document', ...parseDocumentBody(body) };
}

export const parseBacktestBody = parseWith(backtestBody);
