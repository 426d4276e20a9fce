import { z } from 'zod';

import { invalidInput } from '../../errors';
import { DELIVERY_STATUSES, REDELIVER_MODES } from '../../contracts/deliveries';
import {
  DEFAULT_OVERLAP_HOURS,
  LONGEST_OVERLAP_HOURS,
  WEBHOOK_STATES,
} from '../../contracts/webhook-choices';
import { parseWith } from '../parse-with';
import { text } from '../attributes/text';

const page = z.coerce.number('page must be a whole number from 1').int().min(1).default(1);
const pageSize = z.coerce
  .number('pageSize must be a whole number from 1 to 100')
  .int()
  .min(1)
  .max(100)
  .default(25);
const searched = text(1_000).optional();
/** `Date.parse` alone would accept "7" as July 2001. */
const time = z
  .union(
    [
      z.iso.datetime({ offset: true, local: true }),
      z.iso.datetime({ offset: true, precision: -1 }),
      z.iso.date(),
    ],
    'The time is invalid. Use ISO 8601, such as 2026-01-31T12:00:00Z',
  )
  .transform((value) => Date.parse(value));
const statuses = z
  .string()
  .transform((value) => value.split(','))
  .pipe(z.array(z.enum(DELIVERY_STATUSES)))
  .optional();

const webhooksQuery = z.object({
  page,
  pageSize,
  search: searched,
  state: z.enum(WEBHOOK_STATES).optional(),
  contentType: searched,
});

const deliveriesQuery = z.object({
  page,
  pageSize,
  webhook: searched,
  status: statuses,
  event: searched,
  uid: searched,
  documentId: searched,
  from: time.optional(),
  to: time.optional(),
  statusCode: z.coerce.number('statusCode must be a number').int().min(100).max(599).optional(),
});

const redeliverBody = z.object({ mode: z.enum(REDELIVER_MODES).default('original') });

const hours = `overlapHours must be a number from 0 to ${String(LONGEST_OVERLAP_HOURS)}`;

const rotateBody = z.object({
  overlapHours: z
    .number(hours)
    .min(0, hours)
    .max(LONGEST_OVERLAP_HOURS, hours)
    .default(DEFAULT_OVERLAP_HOURS),
  signingSecret: z
    .string('The secret must be a string. To generate one, omit it')
    .trim()
    .max(1_000, 'The secret is too long: at most 1000 characters')
    .optional(),
});

const recoverBody = z
  .object({ since: time, until: time.optional() })
  .refine(({ since, until }) => until === undefined || since < until, {
    path: ['until'],
    message: 'until must be later than since',
  });

export type WebhooksQuery = z.infer<typeof webhooksQuery>;
export type RotateBody = z.infer<typeof rotateBody>;
export type DeliveriesQuery = z.infer<typeof deliveriesQuery>;

export const parseWebhooksQuery = parseWith(webhooksQuery);
export const parseDeliveriesQuery = parseWith(deliveriesQuery);
export const parseRedeliverBody = parseWith(redeliverBody);
export const parseRotateBody = parseWith(rotateBody);
export const parseRecoverBody = parseWith(recoverBody);

/** The attributes of a webhook, with or without Strapi's `{ data }`. */
export function parseWebhookBody(body: unknown): Record<string, unknown> {
  const given = isRecord(body) && isRecord(body['data']) ? body['data'] : body;
  if (isRecord(given)) return given;
  throw invalidInput('The body must be an object with the attributes of a webhook', []);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
