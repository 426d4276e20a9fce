import { z } from 'zod';

import { isCustomEvent } from '../../contracts/events';
import { nestingProblem } from '../nesting';
import { parseWith } from '../parse-with';
import { list } from '../attributes/list';
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

const dryRunBody = z.object({
  webhook: draft,
  limit: z.int(LIMIT).min(1, LIMIT).max(100, LIMIT).default(20),
});

export type DocumentPreviewBody = z.infer<typeof documentBody> & { kind: 'document' };
export type CustomPreviewBody = z.infer<typeof customBody> & { kind: 'custom' };
export type BacktestBody = z.infer<typeof dryRunBody>;

const parseDocumentBody = parseWith(documentBody);
const parseCustomBody = parseWith(customBody);

export function parsePreviewBody(body: object): DocumentPreviewBody | CustomPreviewBody {
  return isCustom(body)
    ? { kind: 'custom', ...parseCustomBody(body) }
    : { kind: 'document', ...parseDocumentBody(body) };
}

const stored = { webhook: draft.nullish() };

/** Like a preview, but of the stored webhook if there is no draft. */
export type TestBody =
  | (Omit<DocumentPreviewBody, 'webhook'> & z.infer<z.ZodObject<typeof stored>>)
  | (Omit<CustomPreviewBody, 'webhook'> & z.infer<z.ZodObject<typeof stored>>);

const parseDocumentTest = parseWith(documentBody.extend(stored));
const parseCustomTest = parseWith(customBody.extend(stored));

export function parseTestBody(body: object): TestBody {
  return isCustom(body)
    ? { kind: 'custom', ...parseCustomTest(body) }
    : { kind: 'document', ...parseDocumentTest(body) };
}

function isCustom({ event }: { event?: unknown }): boolean {
  return typeof event === 'string' && isCustomEvent(event);
}

export const parseDryRunBody = parseWith(dryRunBody);

const documentId = text(255, 'documentIds must contain documentIds of entries').min(1);

export const parseSendBody = parseWith(
  z.object({
    uid: text(255, 'uid must be the UID of a content type').min(1),
    documentIds: list(documentId, {
      most: 100,
      missing: 'documentIds must be a list with at least one documentId',
      required: true,
    }).transform((ids) => [...new Set(ids)]),
    locale,
  }),
);

export type SendBody = ReturnType<typeof parseSendBody>;
