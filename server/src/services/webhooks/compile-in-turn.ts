import type { Core } from '@strapi/strapi';

import { containerOf } from '../../container';
import type { Requester } from '../access/requester';

/**
 * Compiles what these webhooks hold, in turn with what others ask for: the checks that follow, some of them in
 * a transaction, find it compiled. What is wrong with a webhook is left to them.
 */
export async function compileInTurn(
  strapi: Core.Strapi,
  webhooks: Record<string, unknown>[],
  { id: party, signal }: Pick<Requester, 'id' | 'signal'>,
): Promise<void> {
  const { check, pace } = containerOf(strapi);
  for (const webhook of webhooks) await pace(() => check(webhook), { party, signal });
}
