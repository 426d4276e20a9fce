import { isCustomEvent } from '../../contracts/events';
import type { WebhookAttributes } from '../../contracts/webhook';
import type { GetModel, Model } from '../../schema/model';
import { followPath, MOST_RELATIONS, mostFavourable } from '../../schema/path';
import { namedFields, type Place } from './named-fields';
import type { SubscriptionParts } from '../attributes/subscription';

export interface DanglingReference {
  place: Place;
  path: string;
  message: string;
}

type Naming = Parameters<typeof namedFields>[0] & Pick<WebhookAttributes, 'events'>;

/** Fields that a webhook names and none of its content types has, or lets leave. */
export function danglingReferences(
  webhook: Naming,
  models: Model[],
  { catalogue, compilers }: SubscriptionParts,
): DanglingReference[] {
  const takesCustomEvents = webhook.events.some(isCustomEvent);
  return namedFields(webhook, compilers).flatMap(({ place, path }) => {
    const free = takesCustomEvents && place[0] !== 'watchedFields';
    const message = problemOfPath(models, path, { getModel: catalogue.getModel, free });
    return message === null ? [] : [{ place, path, message }];
  });
}

interface PathRules {
  getModel: GetModel;
  /** Whether a path may lead where no type does: a custom event's data may have it. */
  free: boolean;
}

/** Why a path leads nowhere in any of the types; null where it does in one. */
function problemOfPath(
  models: Model[],
  path: string,
  { getModel, free }: PathRules,
): string | null {
  const parts = path.split('.');
  const verdict = mostFavourable(models.map((model) => followPath(model, parts, getModel)));
  if (!verdict || verdict.kind === 'found') return null;
  switch (verdict.kind) {
    case 'too-far':
      return `A path follows at most ${String(MOST_RELATIONS)} relations: end it before "${verdict.at}"`;
    case 'hidden':
      return `"${path}" cannot be sent: ${verdict.reason}`;
    case 'unknown':
      return free ? null : `No chosen content type has "${path}": there is no "${verdict.at}"`;
  }
}
