import type { DocumentEvent, WebhookAttributes } from '../contracts/webhooks';
import { isContextPath } from '../mapping/event-context';
import type { GetModel, Model } from '../schema/model';
import { followPath, MOST_RELATIONS, mostFavourable } from '../schema/path';

/** The content types that a webhook may name. */
export interface Catalogue {
  /** Undefined for a type that is unknown or may not be watched. */
  contentType(uid: string): { model: Model; events: readonly DocumentEvent[] } | undefined;
  getModel: GetModel;
}

type Subscription = Pick<
  WebhookAttributes,
  'contentTypes' | 'events' | 'method' | 'payload' | 'mapping'
>;
type Report = (path: (string | number)[], message: string) => void;

/** What a webhook names must exist: types, events that one of them emits, fields that one of them has. */
export function checkSubscription(
  webhook: Subscription,
  catalogue: Catalogue,
  report: Report,
): void {
  const types = webhook.contentTypes.map((uid) => catalogue.contentType(uid));
  types.forEach((type, index) => {
    if (type) return;
    const uid = webhook.contentTypes[index] ?? '';
    report(['contentTypes', index], `"${uid}" is not a content type that can be watched`);
  });
  const known = types.filter((type) => type !== undefined);
  if (known.length < types.length || known.length === 0) return;

  webhook.events.forEach((event, index) => {
    if (known.some(({ events }) => events.includes(event))) return;
    report(['events', index], `None of the chosen content types emits ${event}`);
  });
  if (webhook.method === 'GET' && webhook.payload === 'document') {
    report(['payload'], 'GET has no body: send fields, which go into the query string, or nothing');
  }
  const models = known.map(({ model }) => model);
  if (webhook.payload === 'fields') checkMapping(webhook, models, { catalogue, report });
}

function checkMapping(
  { mapping }: Subscription,
  models: Model[],
  { catalogue, report }: { catalogue: Catalogue; report: Report },
): void {
  mapping.forEach(({ fieldname }, index) => {
    if (isContextPath(fieldname)) return;
    const parts = fieldname.split('.');
    const verdicts = models.map((model) => followPath(model, parts, catalogue.getModel));
    const verdict = mostFavourable(verdicts);
    if (!verdict || verdict.kind === 'found') return;
    const path = ['mapping', index, 'fieldname'];
    if (verdict.kind === 'too-far') {
      report(
        path,
        `A path follows at most ${String(MOST_RELATIONS)} relations: end it before "${verdict.at}"`,
      );
    } else if (verdict.kind === 'hidden') {
      report(path, `"${fieldname}" never leaves: "${verdict.at}" is private or a password`);
    } else {
      report(path, `No chosen content type has "${fieldname}": there is no "${verdict.at}"`);
    }
  });
}
