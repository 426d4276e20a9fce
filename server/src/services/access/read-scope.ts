import type { Core, UID } from '@strapi/strapi';

import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { Ability } from './ability';
import type { ReadScope } from './readable-entries';
import { service } from '../service';

/** What the webhook shows of entries of a type; throws where it is more than one may read. */
export function readScopeOf(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  { uid, ability }: { uid: UID.ContentType; ability: Ability },
): ReadScope {
  const rights = service(strapi, 'read-rights');
  rights.mustRead(ability, { ...webhook, contentTypes: [uid] }, ['webhook']);
  return { uid, ability, tree: rights.treeOf(webhook, uid) };
}
