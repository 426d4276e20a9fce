import type { Core, UID } from '@strapi/strapi';

import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { Ability } from './ability';
import type { ReadScope } from './readable-entries';
import { readRightsService } from './read-rights';

/** The part of a type's entries that the webhook reads. Throws if the user cannot read it. */
export function readScopeOf(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  { uid, ability }: { uid: UID.ContentType; ability: Ability },
): ReadScope {
  const rights = readRightsService({ strapi });
  rights.mustRead(ability, { ...webhook, contentTypes: [uid] }, ['webhook']);
  return { uid, ability, tree: rights.treeOf(webhook, uid) };
}

/** Like `readScopeOf`, for a webhook with its real secrets, which no error quotes. */
export function sendScopeOf(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  { uid, ability }: { uid: UID.ContentType; ability: Ability },
): ReadScope {
  const rights = readRightsService({ strapi });
  rights.mustSend(ability, webhook, [uid]);
  return { uid, ability, tree: rights.treeOf(webhook, uid) };
}
