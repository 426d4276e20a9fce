import { bytesBeyond } from '../../outbox/database/utf8-size';
import type { FrozenBody } from '../../outbox/delivery';
import type { WebhookInForce } from '../../webhooks/compiled/compiled-webhook';

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
  const bytes = bytesBeyond(maxPayloadBytes, text);
  if (bytes === null) return body;
  throw new Error(
    `The body has ${String(bytes)} bytes: more than delivery.maxPayloadBytes, ${String(maxPayloadBytes)}`,
  );
}
