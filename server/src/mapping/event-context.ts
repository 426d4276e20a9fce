import type { Actor } from '../contracts/deliveries';

/** What happened, as a mapping reaches it through `$`-names. */
export interface EventContext {
  event: string;
  /** Null where a custom event is about no content type. */
  uid: string | null;
  /** Null where a custom event is about no document. */
  documentId: string | null;
  locale: string | null;
  /** `draft` or `published`; null where the content type has no draft & publish. */
  status: 'draft' | 'published' | null;
  /** Epoch milliseconds of the write. */
  timestamp: number;
  /** Counts the webhook's deliveries about this document, from 1; null until it is enqueued. */
  sequence: number | null;
  /** Null of what an earlier version captured. */
  actor: Actor | null;
}

/** What a payload is rendered from. */
export interface RenderInput {
  event: EventContext;
  /** The document, as far as the webhook names it. */
  doc: unknown;
  /** The document before the write, as far as it is named; null where there was none. */
  previous: unknown;
  /** Top-level paths that differ from `previous`; null where there was none. */
  changed: string[] | null;
}

/** `api::article.article` → `article`: Strapi builds a UID from the model's name. */
export function modelNameOf(uid: string | null): string | null {
  return uid === null ? null : uid.slice(uid.lastIndexOf('.') + 1);
}

export function timestampOf(event: EventContext): string {
  return new Date(event.timestamp).toISOString();
}

/** Of what is about no document nothing is counted. */
export function sequenceOf({ documentId, sequence }: EventContext): number | null {
  return documentId === null ? null : sequence;
}

/** What an expression is evaluated over: section 3 of the published interface. */
export function expressionContext({ event, doc, previous, changed }: RenderInput): object {
  return { ...eventPart(event), doc, previous, changed };
}

/** The same as JSON text, of a document that is text already. */
export function contextText({
  event,
  doc,
  ...beside
}: Omit<RenderInput, 'doc'> & { doc: string }): string {
  const head = JSON.stringify({ ...eventPart(event), ...beside });
  return `${head.slice(0, -1)},"doc":${doc}}`;
}

function eventPart(event: EventContext): object {
  return {
    ...event,
    model: modelNameOf(event.uid),
    timestamp: timestampOf(event),
    sequence: sequenceOf(event),
  };
}
