/** What happened, as a mapping reaches it through `$`-names. */
export interface EventContext {
  event: string;
  uid: string;
  documentId: string;
  locale: string | null;
  /** `draft` or `published`; null where the content type has no draft & publish. */
  status: 'draft' | 'published' | null;
  /** Epoch milliseconds of the write. */
  timestamp: number;
  /** Counts the webhook's deliveries about this document, from 1; null until it is enqueued. */
  sequence: number | null;
}

const READERS: Record<string, { read: (event: EventContext) => unknown; description: string }> = {
  $event: { read: (it) => it.event, description: 'Event, such as entry.publish' },
  $uid: { read: (it) => it.uid, description: 'UID of the content type' },
  $model: { read: (it) => modelNameOf(it.uid), description: 'Name of the content type' },
  $locale: { read: (it) => it.locale, description: 'Locale, null where the type has none' },
  $status: { read: (it) => it.status, description: 'draft or published' },
  $timestamp: { read: timestampOf, description: 'Time of the write, ISO 8601' },
  $sequence: {
    read: (it) => it.sequence,
    description: 'Counts what this webhook is sent about this document: 1, 2, 3',
  },
};

export const CONTEXT_FIELDS = Object.entries(READERS).map(([path, { description }]) => ({
  path,
  description,
}));

export function isContextPath(fieldname: string): boolean {
  return fieldname.startsWith('$');
}

export function contextReader(fieldname: string): ((event: EventContext) => unknown) | undefined {
  return Object.hasOwn(READERS, fieldname) ? READERS[fieldname]?.read : undefined;
}

/** `api::article.article` → `article`: Strapi builds a UID from the model's name. */
export function modelNameOf(uid: string): string {
  return uid.slice(uid.lastIndexOf('.') + 1);
}

export function timestampOf(event: EventContext): string {
  return new Date(event.timestamp).toISOString();
}
