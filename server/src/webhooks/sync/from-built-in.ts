import type { LeftOut, TransferNotice } from '../../contracts/transfer';
import { DOCUMENT_EVENTS } from '../../contracts/webhook-choices';
import { LONGEST_NAME } from '../../contracts/webhook-limits';
import type { WebhookInput } from '../../contracts/webhooks';
import { MIN_SECRET_LENGTH } from '../../expressions/redaction/masks';
import { ENCRYPTION_KEY } from '../../secrets/cipher';

/** A built-in Strapi webhook, as its store returns it. */
export interface BuiltInWebhook {
  id: string;
  name: string;
  url: string;
  /** Strapi does not validate the values. */
  headers: Record<string, unknown> | null;
  events: string[] | null;
  /** Events of single types, by UID, in addition to the events of all types. Not in Strapi 5.54. */
  contentTypeEvents?: unknown;
}

export interface EmittingType {
  uid: string;
  events: readonly string[];
}

/** The result of converting a built-in webhook. */
interface Converted {
  /** Usually one webhook; one for each set of events. Empty if no event can be imported. */
  webhooks: WebhookInput[];
  leftOut: LeftOut[];
  notices: TransferNotice[];
}

/**
 * Converts a built-in webhook. It watches all types that can emit its events, because built-in
 * webhooks have no filter. Newer Strapi versions also have events for single types. Types with
 * different events become a separate webhook, so that each document's events still come from one
 * webhook, in order. The result is disabled, because the receiver would get everything twice.
 */
export function fromBuiltIn(
  original: BuiltInWebhook,
  types: EmittingType[],
  /** True if secrets can be stored. */
  hasKey: boolean,
): Converted {
  const { name, url, headers } = original;
  const entries = Object.entries(headers ?? {}).map(
    ([key, value]) => [key, toText(value)] as const,
  );
  const attributes: WebhookInput = {
    name,
    description:
      'Imported from Settings → Webhooks. Disable the original before you enable this one.',
    state: 'disabled',
    url,
    headers: entries.map(([key, value]) => ({
      key,
      value,
      secret: hasKey && isSecret(key, value),
    })),
    payload: 'document',
  };
  return {
    webhooks: subscriptionsIn(original, types).map((it) => ({ ...attributes, ...it })),
    leftOut: [...skippedEvents(original, types), ...skippedSettings(original)],
    notices: entries.flatMap(([key, value], index) =>
      hasKey || !isSecret(key, value)
        ? []
        : [{ path: ['headers', String(index), 'secret'], message: READABLE }],
    ),
  };
}

interface Subscription {
  contentTypes: string[];
  events: string[];
}

/** The subscriptions; the one for all types first. */
function subscriptionsIn(original: BuiltInWebhook, types: EmittingType[]): Subscription[] {
  const byEvents = new Map<string, Subscription>();
  const general = documentEvents(listOf(original.events));
  if (general.length > 0) byEvents.set(general.join(), { contentTypes: [], events: general });
  const own = ownEvents(original);
  for (const { uid, events: emitted } of types) {
    const events = documentEvents([...general, ...(own.get(uid) ?? [])]);
    if (!events.some((event) => emitted.includes(event))) continue;
    const known = byEvents.get(events.join());
    if (known) known.contentTypes.push(uid);
    else byEvents.set(events.join(), { contentTypes: [uid], events });
  }
  return [...byEvents.values()].filter(({ contentTypes }) => contentTypes.length > 0);
}

function documentEvents(events: unknown[]): string[] {
  return DOCUMENT_EVENTS.filter((event) => events.includes(event));
}

/** Events by the UID of the type. */
function ownEvents({ contentTypeEvents }: BuiltInWebhook): Map<string, unknown[]> {
  const entries = Object.entries(Object(contentTypeEvents) as Record<string, unknown>);
  return new Map(entries.map(([uid, events]) => [uid, listOf(events)]));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function skippedEvents(original: BuiltInWebhook, types: EmittingType[]): LeftOut[] {
  const general = listOf(original.events).map((event) => ({ event, of: '' }));
  const own = [...ownEvents(original)].flatMap(([uid, events]) =>
    events.map((event) => ({ event, of: ` of ${uid}`, uid })),
  );
  return [...general, ...own].flatMap(({ event, of, uid }: EventOfType) => {
    const what = `${String(event)}${of}`;
    if (!DOCUMENT_EVENTS.some((known) => known === event)) {
      return [{ what, reason: unsupportedReason(String(event)) }];
    }
    const type = types.find((it) => it.uid === uid);
    if (uid === undefined || type?.events.includes(String(event))) return [];
    return [{ what, reason: type ? NEVER_EMITTED : NOT_WATCHABLE }];
  });
}

interface EventOfType {
  event: unknown;
  of: string;
  uid?: string;
}

const NEVER_EMITTED = 'The content type does not emit this event';
const NOT_WATCHABLE = 'The content type does not exist, or webhooks cannot watch it';

/** Settings of newer Strapi versions that this plugin does not know. */
function skippedSettings(original: BuiltInWebhook): LeftOut[] {
  return Object.entries(original)
    .filter(([name, value]) => !KNOWN.has(name) && !isEmpty(value))
    .map(([what]) => ({
      what,
      reason: 'The import does not support this setting. Check it in Settings → Webhooks',
    }));
}

const KNOWN = new Set(['id', 'name', 'url', 'headers', 'events', 'contentTypeEvents', 'isEnabled']);

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const READABLE = `The value is stored in plain text. Set ${ENCRYPTION_KEY} in config/admin, then mark the header as secret`;

/** The text that Strapi would send. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** True for credentials that are long enough to be secret. */
function isSecret(key: string, value: string): boolean {
  return key.toLowerCase() === 'authorization' && value.length >= MIN_SECRET_LENGTH;
}

function unsupportedReason(event: string): string {
  return event.startsWith('media.')
    ? 'Files are a content type. Watch plugin::upload.file for entry.create, entry.update and entry.delete'
    : 'The event is not a document event';
}

/** Normalizes a name as databases compare it: MySQL ignores case and accents. */
export function folded(name: string): string {
  return name.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Returns an unused name; `taken` contains folded names. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(folded(name))) return name;
  for (let number = 2; ; number += 1) {
    const end = ` (${String(number)})`;
    const numbered = name.trim().slice(0, LONGEST_NAME - end.length) + end;
    if (!taken.has(folded(numbered))) return numbered;
  }
}
