/** Names of custom events, such as `order.paid`. Names of Strapi's events begin with `entry.`. */
const CUSTOM_EVENT = /^(?!entry\.)[a-z0-9][a-z0-9._:-]{0,99}$/i;

export const CUSTOM_EVENT_RULE =
  'A custom event has a name such as order.paid: letters, digits, ".", "-", "_" and ":", ' +
  'at most 100 of them, a letter or digit first; "entry." is for documents\' own events';

/** Event of a document that a person sends. No webhook subscribes to it. */
export const MANUAL_EVENT = 'entry.manual';

export function isCustomEvent(event: string): boolean {
  return CUSTOM_EVENT.test(event);
}

/** Argument of `service('events').emit`. */
export interface CustomEvent {
  /** Name of the custom event: `order.paid`. */
  type: string;
  /** Content type of the event. If set, only webhooks that watch this type receive it. */
  uid?: string | null | undefined;
  /** Document of the event. If set, its deliveries are ordered with the document's others. */
  documentId?: string | null | undefined;
  locale?: string | null | undefined;
  /** Any JSON value. It is sent unchanged, so keep private data out of it. */
  data: unknown;
}
