import type { LeftOut, TransferNotice } from '../../contracts/transfer';
import { DOCUMENT_EVENTS } from '../../contracts/webhook-choices';
import { LONGEST_NAME } from '../../contracts/webhook-limits';
import type { WebhookInput } from '../../contracts/webhooks';
import { MIN_SECRET_LENGTH } from '../../expressions/redaction/masks';
import { ENCRYPTION_KEY } from '../../secrets/cipher';

/** One of Strapi's own webhooks, as its store hands it out. */
export interface BuiltInWebhook {
  id: string;
  name: string;
  url: string;
  /** Strapi checks no values. */
  headers: Record<string, unknown> | null;
  events: string[] | null;
  /** Events of single types, by their UIDs, besides those of all types; not in Strapi 5.54. */
  contentTypeEvents?: unknown;
}

export interface EmittingType {
  uid: string;
  events: readonly string[];
}

/** What becomes of a built-in webhook. */
interface Converted {
  /** One for all types that have the same events: as a rule one. None where no event is left. */
  webhooks: WebhookInput[];
  leftOut: LeftOut[];
  notices: TransferNotice[];
}

/**
 * A built-in webhook as one of ours: all types that can emit its events, for it has no filter. Newer versions
 * of Strapi also have events for single types: types with other events than the rest become a webhook of their
 * own, so that each document's events still come from one, in order. Disabled, for while both are enabled the
 * receiver gets everything twice.
 */
export function fromBuiltIn(
  original: BuiltInWebhook,
  types: EmittingType[],
  /** Whether secrets can be stored. */
  hasKey: boolean,
): Converted {
  const { name, url, headers } = original;
  const entries = Object.entries(headers ?? {}).map(
    ([key, value]) => [key, textOf(value)] as const,
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
    leftOut: [...lostEvents(original, types), ...lostSettings(original)],
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

/** Those for all types first. */
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

/** By the UID of the type. */
function ownEvents({ contentTypeEvents }: BuiltInWebhook): Map<string, unknown[]> {
  const entries = Object.entries(Object(contentTypeEvents) as Record<string, unknown>);
  return new Map(entries.map(([uid, events]) => [uid, listOf(events)]));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function lostEvents(original: BuiltInWebhook, types: EmittingType[]): LeftOut[] {
  const general = listOf(original.events).map((event) => ({ event, of: '' }));
  const own = [...ownEvents(original)].flatMap(([uid, events]) =>
    events.map((event) => ({ event, of: ` of ${uid}`, uid })),
  );
  return [...general, ...own].flatMap(({ event, of, uid }: Lost) => {
    const what = `${String(event)}${of}`;
    if (!DOCUMENT_EVENTS.some((known) => known === event)) {
      return [{ what, reason: reasonOf(String(event)) }];
    }
    const type = types.find((it) => it.uid === uid);
    if (uid === undefined || type?.events.includes(String(event))) return [];
    return [{ what, reason: type ? NEVER_EMITTED : NOT_WATCHABLE }];
  });
}

interface Lost {
  event: unknown;
  of: string;
  uid?: string;
}

const NEVER_EMITTED = 'The content type never has this event';
const NOT_WATCHABLE = 'There is no such content type here that a webhook can watch';

/** What a version of Strapi that is newer than this plugin may keep with a webhook. */
function lostSettings(original: BuiltInWebhook): LeftOut[] {
  return Object.entries(original)
    .filter(([name, value]) => !KNOWN.has(name) && !isEmpty(value))
    .map(([what]) => ({ what, reason: 'The import does not know this setting: look it up there' }));
}

const KNOWN = new Set(['id', 'name', 'url', 'headers', 'events', 'contentTypeEvents', 'isEnabled']);

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const READABLE = `It can be read as before: set ${ENCRYPTION_KEY} in config/admin, and mark it as secret`;

/** What Strapi would send. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** Credentials, unless too short to be any. */
function isSecret(key: string, value: string): boolean {
  return key.toLowerCase() === 'authorization' && value.length >= MIN_SECRET_LENGTH;
}

function reasonOf(event: string): string {
  return event.startsWith('media.')
    ? 'Files are a content type here: watch plugin::upload.file for entry.create, entry.update, entry.delete'
    : 'This is no event of a document';
}

/** A name as databases compare them: on MySQL neither case nor accents tell two apart. */
export function folded(name: string): string {
  return name.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** A name that no other webhook has; `taken` are folded ones. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(folded(name))) return name;
  for (let number = 2; ; number += 1) {
    const end = ` (${String(number)})`;
    const numbered = name.trim().slice(0, LONGEST_NAME - end.length) + end;
    if (!taken.has(folded(numbered))) return numbered;
  }
}
