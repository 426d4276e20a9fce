import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import type { AdminContext } from './admin-context';

const WRITE_WEBHOOKS = ['webhooks.create', 'webhooks.update'].map(
  (action) => `plugin::document-webhooks.${action}`,
);
const READ = 'plugin::content-manager.explorer.read';

/** Files are not read in the Content Manager, but in the Media Library. */
const READ_ELSEWHERE = new Map([['plugin::upload.file', 'plugin::upload.read']]);

export function mayRead({ state }: AdminContext, uid: string): boolean {
  return state.userAbility.can(READ_ELSEWHERE.get(uid) ?? READ, uid);
}

/**
 * Nobody points a webhook at a content type that they may not read in the Content Manager. An unknown
 * type is left to the validation, which names its place.
 */
export function mustBeReadable(
  strapi: Core.Strapi,
  context: AdminContext,
  contentTypes: unknown,
): void {
  if (!Array.isArray(contentTypes)) return;
  const hidden = contentTypes.filter(
    (uid) =>
      typeof uid === 'string' && Object.hasOwn(strapi.contentTypes, uid) && !mayRead(context, uid),
  );
  if (hidden.length === 0) return;
  throw new errors.ForbiddenError(
    `You may not read ${hidden.join(', ')} in the Content Manager, so no webhook of yours may watch it`,
  );
}

/** A draft evaluates what its author writes: that is for those who may save it. */
export function mustWriteWebhooks({ state }: AdminContext): void {
  if (WRITE_WEBHOOKS.some((action) => state.userAbility.can(action))) return;
  throw new errors.ForbiddenError('You may neither create nor change webhooks');
}
