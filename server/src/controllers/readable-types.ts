import type { Core } from '@strapi/strapi';

import { forbidden } from '../errors';
import { permissionId } from '../permissions';
import { readAccessOf } from '../services/access/ability';
import { isWatchable } from '../validation/references/catalogue';
import type { AdminContext } from './admin-context';

const WRITE_WEBHOOKS = [permissionId('webhooks.create'), permissionId('webhooks.update')];

/**
 * Throws if a webhook watches a content type that the user cannot read in the Content Manager. The
 * validation reports unknown types and types that no webhook can watch, with their place.
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
    `You cannot read ${hidden.join(', ')} in the Content Manager, so your webhooks cannot watch it. Ask for the permission`,
  );
}

/** A draft evaluates its author's expressions, so it needs the right to save webhooks. */
export function mustWriteWebhooks({ state }: AdminContext): void {
  if (WRITE_WEBHOOKS.some((action) => state.userAbility.can(action))) return;
  throw forbidden(
    'DW_WEBHOOKS_NOT_WRITABLE',
    'You cannot create or change webhooks. Ask for one of these permissions',
  );
}
