import type { Actor } from '../contracts/deliveries';

/** The event that a mapping reads with `$` names. */
export interface EventContext {
  event: string;
  /** Null for a custom event without a content type. */
  uid: string | null;
  /** Null for a custom event without a document. */
  documentId: string | null;
  locale: string | null;
  /** `draft` or `published`; null without draft & publish. */
  status: 'draft' | 'published' | null;
  /** Epoch milliseconds of the write. */
  timestamp: number;
  /**
   * Position among the webhook's deliveries for this document, from 1; null until it is enqueued.
   */
  sequence: number | null;
  /** Null for deliveries captured by an earlier version. */
  actor: Actor | null;
}

/** The input for rendering a payload. */
export interface RenderInput {
  event: EventContext;
  /** The document, reduced to the paths that the webhook uses. */
  doc: unknown;
  /** The document before the write, reduced likewise; null if there was none. */
  previous: unknown;
  /** Top-level paths that differ from `previous`; null if there was none. */
  changed: string[] | null;
}

/** `api::article.article` → `article`: Strapi builds a UID from the model's name. */
export function modelNameOf(uid: string | null): string | null {
  return uid === null ? null : uid.slice(uid.lastIndexOf('.') + 1);
}

export function timestampOf(event: EventContext): string {
  return new Date(event.timestamp).toISOString();
}

/** Null for events without a document. */
export function sequenceOf({ documentId, sequence }: EventContext): number | null {
  return documentId === null ? null : sequence;
}

/** The context of an expression: see "The expression context" in the documentation. */
export function expressionContext({ event, doc, previous, changed }: RenderInput): object {
  return { ...eventPart(event), doc, previous, changed };
}

/** Like `expressionContext`, as JSON text, for a document that is already JSON text. */
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
