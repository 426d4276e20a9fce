import type { Core } from '@strapi/strapi';

import { notPossible } from '../../errors';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { DELETED } from '../../webhooks/compiled/inactive-reason';
import { containerOf } from '../../container';

/** The webhook if deliveries can be queued for it. Throws if it is disabled or does not compile. */
export function findSendable(strapi: Core.Strapi, webhookId: string): CompiledWebhook {
  const { registry } = containerOf(strapi);
  if (registry.stateOf(webhookId) === 'disabled') {
    throw notPossible('DW_WEBHOOK_DISABLED', 'The webhook is disabled. Enable it first');
  }
  return findCompiled(strapi, webhookId);
}

/** The stored webhook in any state. Throws if it does not compile. */
export function findCompiled(strapi: Core.Strapi, webhookId: string): CompiledWebhook {
  const { registry } = containerOf(strapi);
  const webhook = registry.get(webhookId);
  if (webhook) return webhook;
  const why = registry.getRuleProblem(webhookId) ?? DELETED;
  throw notPossible('DW_WEBHOOK_NOT_SENDABLE', `Nothing can be sent: ${why}`);
}
