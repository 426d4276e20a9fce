/** Names that developers give to events of their own, as `order.paid`. Strapi's begin with `entry.`. */
const CUSTOM_EVENT = /^(?!entry\.)[a-z0-9][a-z0-9._:-]{0,99}$/i;

export const CUSTOM_EVENT_RULE =
  'A custom event has a name such as order.paid: letters, digits, ".", "-", "_" and ":", ' +
  'at most 100 of them, a letter or digit first; "entry." is for documents\' own events';

export function isCustomEvent(event: string): boolean {
  return CUSTOM_EVENT.test(event);
}

/** What a developer hands to `service('events').emit`. */
export interface CustomEvent {
  /** A custom event's name: `order.paid`. */
  type: string;
  /** The content type it is about: then only webhooks that watch that type get it. */
  uid?: string | null | undefined;
  /** The document it is about: its deliveries leave in order with the document's others. */
  documentId?: string | null | undefined;
  locale?: string | null | undefined;
  /** Anything that JSON can hold. It leaves as it is: what is private in it is up to the developer. */
  data: unknown;
}
