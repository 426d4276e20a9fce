import { isDeepStrictEqual } from 'node:util';

import type { ValidAttributes } from '../../validation/validate-webhook';
import type { StoredWebhook } from '../stored/stored-webhook';

/**
 * The reason of a disabled webhook that is no longer declared. It is enabled again when it is
 * declared again.
 */
export const NO_LONGER_DECLARED = 'No longer in config.webhooks';
/** The same reason for a webhook that was paused. It is paused again when it is declared again. */
export const NO_LONGER_DECLARED_PAUSED = `${NO_LONGER_DECLARED}; it was paused`;

export interface ReconcilePlan {
  create: ValidAttributes[];
  update: { documentId: string; name: string; data: ValidAttributes }[];
  disable: StoredWebhook[];
  /** Indexes of declared webhooks whose name is used by a webhook from the admin panel. */
  taken: number[];
}

/**
 * Plans the writes that make the stored webhooks match the declared ones, by name. Unchanged
 * webhooks are not written.
 */
export function planReconcile(
  declared: ValidAttributes[],
  stored: StoredWebhook[],
  /** Converts a stored webhook, with its secrets, to a declaration. */
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
      const data = findChanges(webhook, existing, asDeclaration(existing, webhook));
      if (Object.keys(data).length > 0) plan.update.push({ documentId, name, data });
    }
  });
  const names = new Set(declared.map(({ name }) => name));
  plan.disable = stored.filter(
    ({ name, origin, state }) => origin === 'code' && state !== 'disabled' && !names.has(name),
  );
  return plan;
}

/** The state of an existing webhook is not reconciled: users and the plugin change it. */
function findChanges(
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

/** A webhook that returns gets its declared state, or stays paused if it was paused. */
function stateOnReturn(
  stored: StoredWebhook,
  declared: ValidAttributes['state'],
): Pick<ValidAttributes, 'state'> {
  if (stored.state !== 'disabled') return {};
  if (stored.stateReason === NO_LONGER_DECLARED) return declared ? { state: declared } : {};
  return stored.stateReason === NO_LONGER_DECLARED_PAUSED ? { state: 'paused' } : {};
}
