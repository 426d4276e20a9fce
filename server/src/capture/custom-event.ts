import type { EventContext } from '../mapping/event-context';
import type { Transaction } from '../outbox/tables';
import { actorOf } from './actor-of';
import type { CaptureParts } from './capture-parts';
import type { ChangeView } from './change-view';
import { writeCaptured } from './held';
import type { Captured } from './ledger-entry';
import type { Row } from './project';

type Parts = Pick<CaptureParts, 'strapi' | 'registry' | 'ledger' | 'now'>;

/** What a custom event is called and is about. `data` is JSON text. */
export type CustomEventGiven = Pick<EventContext, 'event' | 'uid' | 'documentId' | 'locale'> & {
  data: string;
};

/** Captures a developer's own event, in the caller's transaction where there is one. */
export async function captureCustomEvent(
  { strapi, registry, ledger, now }: Parts,
  { data, ...given }: CustomEventGiven,
): Promise<void> {
  const webhooks = registry.subscriptions().wanting(given.uid, given.event);
  if (webhooks.length === 0) return;

  const event = {
    ...given,
    status: null,
    timestamp: now(),
    sequence: null,
    actor: actorOf(strapi),
  };
  const view = viewOfData(data);
  const newDocument = given.documentId === null;
  const captured = webhooks.map((webhook): Captured => ({
    webhook,
    event,
    before: null,
    view: () => view,
    newDocument,
  }));
  await strapi.db.transaction((transaction: Transaction) =>
    writeCaptured(ledger, transaction, captured),
  );
}

/** The data stands where a document would. */
export function viewOfData(data: string): ChangeView {
  return {
    snapshot: data,
    context: null,
    tooLarge: null,
    doc: JSON.parse(data) as Row,
    previous: null,
    changed: null,
    watchedChanged: true,
  };
}
