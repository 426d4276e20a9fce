import type { SubscribableContentType } from '../../../../../server/src/contracts/content-types';
import type { DocumentEvent } from '../../../../../server/src/contracts/webhooks';
import type { WebhookValues } from '../form/values';

/** What a person chose to try the webhook on; what they did not is up to us. */
export interface Choice {
  uid?: string;
  event?: string;
  locale?: string;
}

/** A type and an event of the webhook. */
export interface PreviewTarget {
  type: SubscribableContentType;
  event: DocumentEvent;
  /** The webhook's events that the type emits. */
  events: DocumentEvent[];
  /** Undefined of a type without locales. */
  locale: string | undefined;
}

interface Circumstances {
  values: Pick<WebhookValues, 'contentTypes' | 'events' | 'locales'>;
  /** Those that the person may read, of the webhook or not. */
  types: SubscribableContentType[];
  defaultLocale: string | undefined;
}

/** What was chosen as far as the webhook still wants it, and else what it most likely is about. */
export function targetOf(choice: Choice, circumstances: Circumstances): PreviewTarget | null {
  const { values, types, defaultLocale } = circumstances;
  const possible = values.contentTypes.flatMap((uid) => types.find((it) => it.uid === uid) ?? []);
  const type = possible.find(({ uid }) => uid === choice.uid) ?? possible[0];
  const events = type?.events.filter((event) => values.events.includes(event)) ?? [];
  const event =
    events.find((it) => it === choice.event) ??
    events.find((it) => it === 'entry.update') ??
    events[0];
  if (!type || !event) return null;

  const wanted = values.locales.includes(defaultLocale ?? '') ? defaultLocale : values.locales[0];
  const locale = type.localized ? (choice.locale ?? wanted ?? defaultLocale) : undefined;
  return { type, event, events, locale };
}
