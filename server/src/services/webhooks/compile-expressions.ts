import type { Core } from '@strapi/strapi';

import { containerOf } from '../../container';
import type { Requester } from '../access/requester';

/**
 * Compiles the expressions of these webhooks in turn with other requests, so that the checks that
 * follow, some in a transaction, find them in the cache. Those checks report the violations.
 */
export async function compileExpressions(
  strapi: Core.Strapi,
  webhooks: Record<string, unknown>[],
  { id: party, signal }: Pick<Requester, 'id' | 'signal'>,
): Promise<void> {
  const { check, pace } = containerOf(strapi);
  for (const webhook of webhooks) await pace(() => check(webhook), { party, signal });
}
