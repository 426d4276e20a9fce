import { z } from 'zod';

import { CUSTOM_EVENT_RULE, isCustomEvent, type CustomEvent } from '../../contracts/events';
import { TOO_DEEP } from '../nesting';
import { parseWith, validationError } from '../parse-with';
import type { Catalogue } from '../attributes/subscription';
import { text } from '../attributes/text';

/** Nothing is undefined, and `data` is JSON text. */
interface ValidCustomEvent {
  event: string;
  uid: string | null;
  documentId: string | null;
  locale: string | null;
  data: string;
}

/** Throws a `ValidationError` whose `details.errors[].path` names what is wrong. */
export function parseCustomEvent(event: CustomEvent, catalogue: Catalogue): ValidCustomEvent {
  const optional = text(255, 'Leave it out, or give a text').min(1).nullish();
  const schema = z.strictObject({
    type: z.string(CUSTOM_EVENT_RULE).refine(isCustomEvent, { error: CUSTOM_EVENT_RULE }),
    uid: optional.refine((uid) => !uid || catalogue.contentType(uid) !== undefined, {
      error: ({ input }) => `"${String(input)}" is not a content type that can be watched`,
    }),
    documentId: optional,
    locale: optional,
    data: z.unknown().optional(),
  });
  const { type, uid = null, documentId = null, locale = null, data } = parseWith(schema)(event);
  return { event: type, uid, documentId, locale, data: jsonOf(data) };
}

function jsonOf(data: unknown): string {
  const refuse = (why: string) => validationError([{ path: ['data'], message: why }]);
  let json: unknown;
  try {
    json = JSON.stringify(data);
  } catch (error) {
    throw refuse(
      // JSON.stringify ran out of stack.
      error instanceof RangeError
        ? TOO_DEEP
        : `The data cannot be written as JSON: ${(error as Error).message}`,
    );
  }
  if (typeof json === 'string') return json;
  throw refuse('The data is required, and must be what JSON can hold');
}
