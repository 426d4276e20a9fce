import type { Core } from '@strapi/strapi';

import type { DryRunWebhook, PreviewWebhook } from '../contracts/preview';
import type { SendDocuments, TestWebhook } from '../contracts/send';
import type {
  CreateWebhook,
  DeleteWebhook,
  GetWebhook,
  ListWebhooks,
  RecoverWebhook,
  RotateSecret,
  UpdateWebhook,
} from '../contracts/webhooks';
import { service } from '../services/service';
import {
  parseRecoverBody,
  parseRotateBody,
  parseWebhookBody,
  parseWebhooksQuery,
} from '../validation/requests/queries';
import {
  parseDryRunBody,
  parsePreviewBody,
  parseSendBody,
  parseTestBody,
} from '../validation/requests/preview-body';
import type { AdminContext } from './admin-context';
import { mustBeReadable, mustWriteWebhooks } from './readable-types';
import { readRequester } from './read-requester';
import { seenBy, testSeenBy } from './seen-webhook';

export function webhooksController({ strapi }: { strapi: Core.Strapi }) {
  const webhooks = () => service(strapi, 'webhooks');
  const rights = () => service(strapi, 'read-rights');
  const compileInTurn = (context: AdminContext, attributes: Record<string, unknown>) =>
    webhooks().compileInTurn([attributes], readRequester(context));

  return {
    async find(context: AdminContext) {
      const { data, pagination } = await webhooks().list(parseWebhooksQuery(context.query));
      context.body = { data, meta: { pagination } } satisfies ListWebhooks.Response;
    },

    async findOne(context: AdminContext<'documentId'>) {
      const data = await webhooks().get(context.params.documentId);
      context.body = { data } satisfies GetWebhook.Response;
    },

    async create(context: AdminContext) {
      const attributes = parseWebhookBody(context.request.body);
      mustBeReadable(strapi, context, attributes['contentTypes']);
      await compileInTurn(context, attributes);
      await rights().mustReadNew(context.state.userAbility, attributes);
      const { data, meta } = await webhooks().create(attributes);
      context.status = 201;
      context.body = { data: seenBy(context, data), meta } satisfies CreateWebhook.Response;
    },

    async update(context: AdminContext<'documentId'>) {
      const attributes = parseWebhookBody(context.request.body);
      const { documentId } = context.params;
      const before = await webhooks().get(documentId);
      for (const types of [before.contentTypes, attributes['contentTypes']]) {
        mustBeReadable(strapi, context, types);
      }
      await compileInTurn(context, attributes);
      const { data, meta } = await rights().whileReadable(context.state.userAbility, () =>
        webhooks().update(documentId, attributes),
      );
      context.body = { data: seenBy(context, data), meta } satisfies UpdateWebhook.Response;
    },

    async delete(context: AdminContext<'documentId'>) {
      const data = await webhooks().remove(context.params.documentId);
      context.body = { data: seenBy(context, data) } satisfies DeleteWebhook.Response;
    },

    async preview(context: AdminContext) {
      const body = parsePreviewBody(context.request.body ?? {});
      mustWriteWebhooks(context);
      mustBeReadable(strapi, context, [body.uid]);
      const data = await service(strapi, 'preview').preview(body, readRequester(context));
      context.body = { data } satisfies PreviewWebhook.Response;
    },

    async backtest(context: AdminContext) {
      const body = parseDryRunBody(context.request.body ?? {});
      mustWriteWebhooks(context);
      mustBeReadable(strapi, context, body.webhook['contentTypes']);
      const data = await service(strapi, 'preview').backtest(body, readRequester(context));
      context.body = { data } satisfies DryRunWebhook.Response;
    },

    async test(context: AdminContext<'documentId'>) {
      const body = parseTestBody(context.request.body ?? {});
      // The data of a custom event is the sender's own, like a draft.
      if (body.webhook || body.kind === 'custom') mustWriteWebhooks(context);
      mustBeReadable(strapi, context, [body.uid]);
      const { documentId } = context.params;
      const test = await service(strapi, 'sender').test(documentId, body, readRequester(context));
      context.body = { data: testSeenBy(context, test) } satisfies TestWebhook.Response;
    },

    async send(context: AdminContext<'documentId'>) {
      const body = parseSendBody(context.request.body ?? {});
      mustBeReadable(strapi, context, [body.uid]);
      const { documentId } = context.params;
      const data = await service(strapi, 'sender').send(documentId, body, readRequester(context));
      context.body = { data } satisfies SendDocuments.Response;
    },

    async rotateSecret(context: AdminContext<'documentId'>) {
      const { documentId } = context.params;
      const body = parseRotateBody(context.request.body ?? {});
      const meta = await service(strapi, 'secrets').rotate(documentId, body);
      const data = await webhooks().get(documentId);
      context.body = { data: seenBy(context, data), meta } satisfies RotateSecret.Response;
    },

    async recover(context: AdminContext<'documentId'>) {
      const { since, until = Date.now() } = parseRecoverBody(context.request.body ?? {});
      const { documentId } = await webhooks().get(context.params.documentId);
      const check = rights().mustReadHeld(context.state.userAbility);
      const window = { since, until };
      const requeued = await service(strapi, 'outbox').recover(documentId, window, check);
      context.body = { data: { requeued } } satisfies RecoverWebhook.Response;
    },
  };
}
