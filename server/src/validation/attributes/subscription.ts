import { isCustomEvent } from '../../contracts/events';
import type { WebhookAttributes } from '../../contracts/webhook';
import { CONTEXT_NAMES } from '../../expressions/analysis/path-set';
import { visibleAttribute, type Model } from '../../schema/model';
import { forbiddenVariables } from '../references/environment-use';
import type { SubscriptionParts } from '../references/catalogue';
import { danglingReferences } from '../references/dangling-references';
import { expressionReferences } from '../references/referenced-fields';

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

/**
 * Checks that the content types exist, that one of them emits each event, and that one of them has
 * each referenced field.
 */
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
    report(['contentTypes', index], `"${uid}" is not a content type that webhooks can watch`);
  });
  const known = types.filter((type) => type !== undefined);
  if (known.length < types.length || known.length === 0) return;

  webhook.events.forEach((event, index) => {
    if (isCustomEvent(event) || known.some(({ events }) => events.includes(event))) return;
    report(['events', index], `None of the selected content types emits ${event}`);
  });
  const models = known.map(({ model }) => model);
  for (const { place, message } of danglingReferences(webhook, models, { catalogue, compilers })) {
    report(place, message);
  }
  const references = expressionReferences(webhook, compilers);
  for (const { place, paths } of references) {
    for (const name of paths.unknown) report(place, unknownNameMessage(name, models));
  }
  const { env } = compilers;
  for (const { place, message } of forbiddenVariables(references, { url: webhook.url, env })) {
    report(place, message);
  }
}

function checkPayload({ method, payload, template }: Subscription, report: Report): void {
  if (method === 'GET' && (payload === 'document' || payload === 'template')) {
    report(['payload'], 'GET has no body. Send fields (in the query string) or nothing');
  }
  if (payload === 'template' && template === null) {
    report(['template'], 'The template is missing. Write JSONata whose result is the body');
  }
}

function unknownNameMessage(name: string, models: Model[]): string {
  const isField = models.some((model) => visibleAttribute(model, name) !== undefined);
  return isField
    ? `"${name}" is not in the context. Write doc.${name}`
    : `"${name}" is not in the context. Available: ${CONTEXT_NAMES.join(', ')}`;
}
