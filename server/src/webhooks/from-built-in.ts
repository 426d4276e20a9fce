import type { LeftOut, Notice } from '../contracts/transfer';
import { DOCUMENT_EVENTS } from '../contracts/webhook-choices';
import { LONGEST_NAME } from '../contracts/webhook-limits';
import type { WebhookInput } from '../contracts/webhooks';
import { SHORTEST } from '../expressions/masks';
import { ENCRYPTION_KEY } from '../secrets/cipher';

/** One of Strapi's own webhooks, as its store hands it out. */
export interface BuiltInWebhook {
  id: string;
  name: string;
  url: string;
  /** Strapi checks no values. */
  headers: Record<string, unknown> | null;
  events: string[] | null;
}

export interface EmittingType {
  uid: string;
  events: readonly string[];
}

/**
 * A built-in webhook as one of ours: all that can emit its events, for it has no filter. Disabled, for
 * while both are enabled the receiver gets everything twice.
 */
export function fromBuiltIn(
  { name, url, headers, events }: BuiltInWebhook,
  types: EmittingType[],
  /** Whether secrets can be stored. */
  hasKey: boolean,
): { attributes: WebhookInput; leftOut: LeftOut[]; notices: Notice[] } {
  const entries = Object.entries(headers ?? {}).map(
    ([key, value]) => [key, textOf(value)] as const,
  );
  const kept = DOCUMENT_EVENTS.filter((event) => events?.includes(event));
  const emits = (type: EmittingType) => kept.some((event) => type.events.includes(event));
  return {
    attributes: {
      name,
      description:
        'Imported from Settings → Webhooks. Disable the original before you enable this one.',
      state: 'disabled',
      contentTypes: types.filter(emits).map(({ uid }) => uid),
      events: kept,
      url,
      headers: entries.map(([key, value]) => ({
        key,
        value,
        secret: hasKey && isSecret(key, value),
      })),
      payload: 'document',
    },
    leftOut: (events ?? [])
      .filter((event) => !kept.some((it) => it === event))
      .map((event) => ({ what: event, reason: reasonOf(event) })),
    notices: entries.flatMap(([key, value], index) =>
      hasKey || !isSecret(key, value)
        ? []
        : [{ path: ['headers', String(index), 'secret'], message: READABLE }],
    ),
  };
}

const READABLE = `It can be read as before: set ${ENCRYPTION_KEY} in config/admin, and mark it as secret`;

/** What Strapi would send. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** Credentials, unless too short to be any. */
function isSecret(key: string, value: string): boolean {
  return key.toLowerCase() === 'authorization' && value.length >= SHORTEST;
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
