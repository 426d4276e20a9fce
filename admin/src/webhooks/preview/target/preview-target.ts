import type { SubscribableContentType } from '../../../../../server/src/contracts/content-types';
import { isCustomEvent } from '../../../../../server/src/contracts/events';
import type { WebhookValues } from '../../form/state/values';

/** The user's choices for the preview; the rest gets defaults. */
export interface Choice {
  uid?: string;
  event?: string;
  locale?: string;
}

/** A type and an event of the webhook. */
export interface PreviewTarget {
  type: SubscribableContentType;
  event: string;
  /** The webhook's events that the type emits, then those that the app's own code does. */
  events: string[];
  /** Undefined of a type without locales. */
  locale: string | undefined;
}

interface Circumstances {
  values: Pick<WebhookValues, 'contentTypes' | 'events' | 'locales'>;
  /** The types that the user may read, including types that the webhook does not watch. */
  types: SubscribableContentType[];
  defaultLocale: string | undefined;
}

/** The choices that are still valid for the webhook, otherwise the most likely ones. */
export function targetOf(choice: Choice, circumstances: Circumstances): PreviewTarget | null {
  const { values, types, defaultLocale } = circumstances;
  const possible = values.contentTypes.flatMap((uid) => types.find((it) => it.uid === uid) ?? []);
  const type = possible.find(({ uid }) => uid === choice.uid) ?? possible[0];
  const own: string[] = type?.events.filter((event) => values.events.includes(event)) ?? [];
  const events = [...own, ...values.events.filter(isCustomEvent)];
  const event =
    events.find((it) => it === choice.event) ??
    events.find((it) => it === 'entry.update') ??
    events[0];
  if (!type || !event) return null;

  const wanted = values.locales.includes(defaultLocale ?? '') ? defaultLocale : values.locales[0];
  const locale = type.localized ? (choice.locale ?? wanted ?? defaultLocale) : undefined;
  return { type, event, events, locale };
}
