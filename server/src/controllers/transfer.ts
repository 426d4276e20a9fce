import type { Core } from '@strapi/strapi';

import { forbidden } from '../errors';
import type { ExportWebhooks, ImportBuiltInWebhooks, ImportWebhooks } from '../contracts/transfer';
import { service } from '../services/service';
import { parseWebhookBody } from '../validation/requests/queries';
import {
  parseExportQuery,
  parseImportBody,
  parseImportBuiltInBody,
} from '../validation/requests/transfer';
import type { AdminContext } from './admin-context';
import { mustBeReadable } from './readable-types';
import { readRequester } from './read-requester';
import { resultsSeenBy } from './seen-webhook';

export function transferController({ strapi }: { strapi: Core.Strapi }) {
  const transfer = () => service(strapi, 'transfer');
  const rights = () => service(strapi, 'read-rights');
  const builtIn = () => service(strapi, 'built-in-webhooks');

  return {
    async export(context: AdminContext) {
      const { ids } = parseExportQuery(context.query);
      const webhooks = await transfer().export(ids);
      context.body = { data: { webhooks } } satisfies ExportWebhooks.Response;
    },

    async import(context: AdminContext) {
      const { webhooks, dryRun } = parseImportBody(parseWebhookBody(context.request.body));
      for (const { contentTypes } of webhooks) mustBeReadable(strapi, context, contentTypes);
      mustBeReadable(strapi, context, await transfer().contentTypesNow(webhooks));
      const requester = readRequester(context);
      const { ability } = requester;
      const results = await transfer().parseOnceDuring(async () => {
        await service(strapi, 'webhooks').compileInTurn(webhooks, requester);
        await rights().mustReadImport(ability, webhooks);
        return dryRun
          ? transfer().dryRun(webhooks)
          : rights().whileReadable(ability, () => transfer().import(webhooks));
      });
      const seen = resultsSeenBy(context, results);
      context.body = { data: { dryRun, results: seen } } satisfies ImportWebhooks.Response;
    },

    async importBuiltIn(context: AdminContext) {
      const { dryRun } = parseImportBuiltInBody(context.request.body ?? {});
      mustReadBuiltIn(context);
      mustBeReadable(strapi, context, builtIn().contentTypes());
      rights().mustReadWhole(context.state.userAbility, builtIn().contentTypes());
      const results = await builtIn().import(dryRun, (webhook) =>
        rights().mustUseEnvironment(context.state.userAbility, webhook),
      );
      context.body = { data: { dryRun, results } } satisfies ImportBuiltInWebhooks.Response;
    },
  };
}

/** The copies contain data that Strapi shows only to users with this permission. */
function mustReadBuiltIn({ state: { userAbility } }: AdminContext): void {
  if (userAbility.can('admin::webhooks.read')) return;
  throw forbidden(
    'DW_BUILT_IN_NOT_READABLE',
    'You cannot read Settings → Webhooks. Ask for the permission',
  );
}
