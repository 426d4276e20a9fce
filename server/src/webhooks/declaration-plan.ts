import { isDeepStrictEqual } from 'node:util';

import type { ValidAttributes } from '../validation/validate-webhook';
import type { StoredWebhook } from './webhook-entry';

/** Why a webhook that was declared once is disabled; it comes back when it is declared again. */
export const NO_LONGER_DECLARED = 'No longer in config.webhooks';

export interface DeclarationPlan {
  create: ValidAttributes[];
  update: { documentId: string; name: string; data: ValidAttributes }[];
  disable: StoredWebhook[];
  /** Indexes of declared webhooks whose name one made in the admin panel has. */
  taken: number[];
}

/** What makes the stored webhooks those that are declared, by name. What is the same is not written. */
export function planDeclarations(
  declared: ValidAttributes[],
  stored: StoredWebhook[],
  /** With what the stored one's secrets are. */
  asDeclaration: (stored: StoredWebhook, declared: ValidAttributes) => ValidAttributes,
): DeclarationPlan {
  const plan: DeclarationPlan = { create: [], update: [], disable: [], taken: [] };
  const byName = new Map(stored.map((webhook) => [webhook.name, webhook]));
  declared.forEach((webhook, index) => {
    const existing = byName.get(webhook.name ?? '');
    if (!existing) plan.create.push(webhook);
    else if (existing.origin === 'admin') plan.taken.push(index);
    else {
      const { documentId, name } = existing;
      const data = changesOf(webhook, existing, asDeclaration(existing, webhook));
      if (Object.keys(data).length > 0) plan.update.push({ documentId, name, data });
    }
  });
  const names = new Set(declared.map(({ name }) => name));
  plan.disable = stored.filter(
    ({ name, origin, state }) => origin === 'code' && state !== 'disabled' && !names.has(name),
  );
  return plan;
}

/** The state is people's and the system's once the webhook is there. */
function changesOf(
  declared: ValidAttributes,
  stored: StoredWebhook,
  comparable: ValidAttributes,
): ValidAttributes {
  const { state, ...rest } = declared;
  const changed = Object.entries(rest).filter(
    ([name, value]) => !isDeepStrictEqual(value, comparable[name as keyof ValidAttributes]),
  );
  const isBack = stored.state === 'disabled' && stored.stateReason === NO_LONGER_DECLARED;
  return { ...Object.fromEntries(changed), ...(isBack ? { state } : {}) };
}
