import { modelNameOf, sequenceOf, timestampOf, type RenderInput } from './event-context';
import { valueAt } from './value-at';

type Read = (input: RenderInput) => unknown;

const FIELDS: Record<string, { read: Read; description: string }> = {
  $event: { read: ({ event }) => event.event, description: 'Event, such as entry.publish' },
  $uid: { read: ({ event }) => event.uid, description: 'UID of the content type' },
  $model: { read: ({ event }) => modelNameOf(event.uid), description: 'Name of the content type' },
  $locale: {
    read: ({ event }) => event.locale,
    description: 'Locale, null where the type has none',
  },
  $status: { read: ({ event }) => event.status, description: 'draft or published' },
  $timestamp: {
    read: ({ event }) => timestampOf(event),
    description: 'Time of the write, ISO 8601',
  },
  $sequence: {
    read: ({ event }) => sequenceOf(event),
    description: 'Counts what this webhook is sent about this document: 1, 2, 3',
  },
  $changed: {
    read: ({ changed }) => changed,
    description: 'Names of the fields that the write changed, null of a new document',
  },
  '$actor.type': {
    read: ({ event }) => event.actor?.type,
    description: 'Who made the write: admin, api-token, user or system',
  },
  '$actor.id': { read: ({ event }) => event.actor?.id, description: 'Id of who made the write' },
  '$actor.name': {
    read: ({ event }) => event.actor?.name,
    description: 'Name of who made the write',
  },
};

const PREVIOUS = '$previous.';

/** The fields listed in the admin panel. `$previous.<path>` reads the document before the write. */
export const CONTEXT_FIELDS = Object.entries(FIELDS).map(([path, { description }]) => ({
  path,
  description,
}));

export function isContextPath(fieldname: string): boolean {
  return fieldname.startsWith('$');
}

/** `$previous.author.name` → `author.name`; null for any other field name. */
export function pathBefore(fieldname: string): string | null {
  return fieldname.startsWith(PREVIOUS) ? fieldname.slice(PREVIOUS.length) : null;
}

export function contextReader(fieldname: string): Read | undefined {
  const before = pathBefore(fieldname);
  if (before !== null) {
    const parts = before.split('.');
    return ({ previous }) => valueAt(previous, parts);
  }
  return Object.hasOwn(FIELDS, fieldname) ? FIELDS[fieldname]?.read : undefined;
}
