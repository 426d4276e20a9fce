import { isCustomEvent } from '../../contracts/events';
import type { WebhookAttributes } from '../../contracts/webhook';
import type { GetModel, Model } from '../../schema/model';
import { followPath, MOST_RELATIONS, mostFavourable } from '../../schema/path';
import { referencedFields, type Place } from './referenced-fields';
import type { SubscriptionParts } from './catalogue';

export interface DanglingReference {
  place: Place;
  path: string;
  message: string;
}

type ReferencingWebhook = Parameters<typeof referencedFields>[0] &
  Pick<WebhookAttributes, 'events'>;

/** Referenced fields that none of the webhook's content types has, or that must not be sent. */
export function danglingReferences(
  webhook: ReferencingWebhook,
  models: Model[],
  { catalogue, compilers }: SubscriptionParts,
): DanglingReference[] {
  const hasCustomEvents = webhook.events.some(isCustomEvent);
  return referencedFields(webhook, compilers).flatMap(({ place, path }) => {
    const allowUnknown = hasCustomEvents && place[0] !== 'watchedFields';
    const message = pathProblem(models, path, { getModel: catalogue.getModel, allowUnknown });
    return message === null ? [] : [{ place, path, message }];
  });
}

interface PathRules {
  getModel: GetModel;
  /** True if unknown paths are allowed, because a custom event's data can have them. */
  allowUnknown: boolean;
}

/** A message if the path is invalid in every type; null if it is valid in one. */
function pathProblem(
  models: Model[],
  path: string,
  { getModel, allowUnknown }: PathRules,
): string | null {
  const parts = path.split('.');
  const verdict = mostFavourable(models.map((model) => followPath(model, parts, getModel)));
  if (!verdict || verdict.kind === 'found') return null;
  switch (verdict.kind) {
    case 'too-far':
      return `The path follows too many relations: at most ${String(MOST_RELATIONS)}. End it before "${verdict.at}"`;
    case 'hidden':
      return `"${path}" cannot be sent: ${verdict.reason}`;
    case 'unknown':
      return allowUnknown
        ? null
        : `None of the selected content types has "${path}": "${verdict.at}" does not exist`;
  }
}
