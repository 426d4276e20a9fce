import type { FrozenBody } from '../outbox/delivery';
import type { WebhookInForce } from '../webhooks/webhook-in-force';

/** A character of UTF-16 takes so many bytes of UTF-8 at most. */
const MOST_BYTES_A_UNIT = 3;

/** Throws where a body cannot be kept, or is larger than any may be: it would be sent again and again. */
export function withinLimits(
  { maxPayloadBytes }: Pick<WebhookInForce, 'maxPayloadBytes'>,
  body: FrozenBody,
): FrozenBody {
  const { format, text } = body;
  if (text === null) return body;
  if (format === 'text' && text.includes('\0')) {
    throw new Error('The body holds the character NUL, which cannot be stored');
  }
  if (text.length * MOST_BYTES_A_UNIT <= maxPayloadBytes) return body;
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxPayloadBytes) return body;
  throw new Error(
    `The body has ${String(bytes)} bytes: more than delivery.maxPayloadBytes, ${String(maxPayloadBytes)}`,
  );
}
