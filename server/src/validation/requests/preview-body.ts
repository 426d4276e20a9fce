import { z } from 'zod';

import { isCustomEvent } from '../../contracts/events';
import { nestingProblem } from '../nesting';
import { parseWith } from '../parse-with';
import { text } from '../attributes/text';

const draft = z.record(
  z.string(),
  z.unknown(),
  'webhook must be an object with the attributes of a webhook',
);

const locale = text(64).min(1).nullish();

const documentBody = z.object({
  webhook: draft,
  uid: text(255, 'uid must be the UID of a content type').min(1),
  documentId: text(255, 'documentId must be the documentId of an entry').min(1),
  locale,
  event: text(255, 'event must be one of the events of the webhook').min(1),
  data: z.undefined('data is allowed for custom events only').optional(),
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
      const message = nestingProblem(data);
      if (message !== null) context.addIssue({ code: 'custom', message });
    }),
});

const LIMIT = 'limit must be a whole number from 1 to 100';

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
