import type { WebhookAttributes, WebhookProblem } from '../contracts/webhook';
import { lostFields } from './lost-fields';
import { placeOf } from './place';
import type { SubscriptionParts } from './subscription';

/** What a stored webhook names that content types have lost since: it goes on, and sends null there. */
export function problemsOf(webhook: WebhookAttributes, parts: SubscriptionParts): WebhookProblem[] {
  const { contentTypes } = webhook;
  const types = contentTypes.map((uid) => parts.catalogue.contentType(uid));
  const models = types.flatMap((type) => (type ? [type.model] : []));
  const lost = models.length === 0 ? [] : lostFields(webhook, models, parts);
  return [
    ...contentTypes.flatMap((uid, index) =>
      types[index] ? [] : [problem(['contentTypes', index], uid, goneType(uid))],
    ),
    ...lost.map(({ place, path, message }) => problem(place, path, message)),
  ];
}

function problem(place: (string | number)[], path: string, message: string): WebhookProblem {
  return { place: placeOf(place), path, message };
}

function goneType(uid: string): string {
  return `There is no content type "${uid}" any more: nothing of it is sent`;
}
