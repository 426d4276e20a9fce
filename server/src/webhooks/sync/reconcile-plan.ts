import { isDeepStrictEqual } from 'node:util';

import type { ValidAttributes } from '../../validation/validate-webhook';
import type { StoredWebhook } from '../stored/stored-webhook';

/** Why a webhook that was declared once is disabled; it comes back when it is declared again. */
export const NO_LONGER_DECLARED = 'No longer in config.webhooks';
/** The same, of one that had been paused, and will be again. */
export const NO_LONGER_DECLARED_PAUSED = `${NO_LONGER_DECLARED}; it was paused`;

export interface ReconcilePlan {
  create: ValidAttributes[];
  update: { documentId: string; name: string; data: ValidAttributes }[];
  disable: StoredWebhook[];
  /** Indexes of declared webhooks whose name one made in the admin panel has. */
  taken: number[];
}

/** What makes the stored webhooks those that are declared, by name. What is the same is not written. */
export function planReconcile(
  declared: ValidAttributes[],
  stored: StoredWebhook[],
  /** With what the stored one's secrets are. */
  asDeclaration: (stored: StoredWebhook, declared: ValidAttributes) => ValidAttributes,
): ReconcilePlan {
  const plan: ReconcilePlan = { create: [], update: [], disable: [], taken: [] };
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
  return { ...Object.fromEntries(changed), ...stateOnReturn(stored, state) };
}

/** What nobody had stopped sends again; what was paused is paused. */
function stateOnReturn(
  stored: StoredWebhook,
  declared: ValidAttributes['state'],
): Pick<ValidAttributes, 'state'> {
  if (stored.state !== 'disabled') return {};
  if (stored.stateReason === NO_LONGER_DECLARED) return declared ? { state: declared } : {};
  return stored.stateReason === NO_LONGER_DECLARED_PAUSED ? { state: 'paused' } : {};
}
