import { isCustomEvent } from '../../contracts/events';
import type { WebhookAttributes } from '../../contracts/webhook';
import { CONTEXT_NAMES } from '../../expressions/analysis/path-set';
import { visibleAttribute, type GetModel, type Model } from '../../schema/model';
import { forbiddenVariables } from '../references/environment-use';
import type { Compilers } from './expressions';
import { danglingReferences } from '../references/dangling-references';
import { namedByExpressions } from '../references/named-fields';

/** The content types that a webhook may name. */
export interface Catalogue {
  /** Undefined for a type that is unknown or may not be watched. */
  contentType(uid: string): { model: Model; events: readonly string[] } | undefined;
  /** All that people edit and see in the admin panel. */
  all(): Model[];
  getModel: GetModel;
}

export type Subscription = Pick<
  WebhookAttributes,
  | 'contentTypes'
  | 'events'
  | 'watchedFields'
  | 'condition'
  | 'method'
  | 'url'
  | 'headers'
  | 'payload'
  | 'mapping'
  | 'template'
>;
type Report = (path: (string | number)[], message: string) => void;

export interface SubscriptionParts {
  catalogue: Catalogue;
  compilers: Compilers;
}

/** What a webhook names must exist: types, events that one of them emits, fields that one of them has. */
export function checkSubscription(
  webhook: Subscription,
  { catalogue, compilers }: SubscriptionParts,
  report: Report,
): void {
  checkPayload(webhook, report);
  const types = webhook.contentTypes.map((uid) => catalogue.contentType(uid));
  types.forEach((type, index) => {
    if (type) return;
    const uid = webhook.contentTypes[index] ?? '';
    report(['contentTypes', index], `"${uid}" is not a content type that can be watched`);
  });
  const known = types.filter((type) => type !== undefined);
  if (known.length < types.length || known.length === 0) return;

  webhook.events.forEach((event, index) => {
    if (isCustomEvent(event) || known.some(({ events }) => events.includes(event))) return;
    report(['events', index], `None of the chosen content types emits ${event}`);
  });
  const models = known.map(({ model }) => model);
  for (const { place, message } of danglingReferences(webhook, models, { catalogue, compilers })) {
    report(place, message);
  }
  const named = namedByExpressions(webhook, compilers);
  for (const { place, paths } of named) {
    for (const name of paths.unknown) report(place, strangeName(name, models));
  }
  const { env } = compilers;
  for (const { place, message } of forbiddenVariables(named, { url: webhook.url, env })) {
    report(place, message);
  }
}

function checkPayload({ method, payload, template }: Subscription, report: Report): void {
  if (method === 'GET' && (payload === 'document' || payload === 'template')) {
    report(['payload'], 'GET has no body: send fields, which go into the query string, or nothing');
  }
  if (payload === 'template' && template === null) {
    report(['template'], 'Write the template: JSONata whose result is the body');
  }
}

function strangeName(name: string, models: Model[]): string {
  const isField = models.some((model) => visibleAttribute(model, name) !== undefined);
  return isField
    ? `There is no "${name}" here: write doc.${name}`
    : `There is no "${name}" here: there are ${CONTEXT_NAMES.join(', ')}`;
}
