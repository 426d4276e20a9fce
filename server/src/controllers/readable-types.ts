import type { Core } from '@strapi/strapi';

import { forbidden } from '../errors';
import { permissionId } from '../permissions';
import { readAccessOf } from '../services/access/ability';
import { isWatchable } from '../validation/references/catalogue';
import type { AdminContext } from './admin-context';

const WRITE_WEBHOOKS = [permissionId('webhooks.create'), permissionId('webhooks.update')];

/**
 * Nobody points a webhook at a content type that they may not read in the Content Manager. A type that
 * is unknown, or that no webhook can watch, is left to the validation, which names its place.
 */
export function mustBeReadable(
  strapi: Core.Strapi,
  context: AdminContext,
  contentTypes: unknown,
): void {
  if (!Array.isArray(contentTypes)) return;
  const access = readAccessOf(context.state.userAbility);
  const hidden = contentTypes.filter(
    (uid) =>
      typeof uid === 'string' &&
      isWatchable(uid) &&
      Object.hasOwn(strapi.contentTypes, uid) &&
      !access.type(uid),
  );
  if (hidden.length === 0) return;
  throw forbidden(
    'DW_TYPE_NOT_READABLE',
    `You may not read ${hidden.join(', ')} in the Content Manager, so no webhook of yours may watch it`,
  );
}

/** A draft evaluates what its author writes: that is for those who may save it. */
export function mustWriteWebhooks({ state }: AdminContext): void {
  if (WRITE_WEBHOOKS.some((action) => state.userAbility.can(action))) return;
  throw forbidden('DW_WEBHOOKS_NOT_WRITABLE', 'You may neither create nor change webhooks');
}
