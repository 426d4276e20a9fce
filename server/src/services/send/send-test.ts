import type { Core, UID } from '@strapi/strapi';

import type { DeliveryDetail } from '../../contracts/deliveries';
import { notFound, notPossible } from '../../errors';
import type { DeliveryRecord } from '../../outbox/delivery';
import type { TestBody } from '../../validation/requests/preview-body';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { containerOf } from '../../container';
import { sendScopeOf } from '../access/read-scope';
import type { Requester } from '../access/requester';
import { findCompiled } from '../log/find-sendable';
import { assumeCustomEvent, assumeEvent } from '../preview/assumed-delivery';
import { checkTarget, findEntry } from '../preview/preview-target';
import { webhooksService } from '../webhooks/webhooks';
import { deliveriesService } from '../log/deliveries';
import { readRightsService } from '../access/read-rights';
import { compileTestDraft } from './compiled-test-draft';

interface Test {
  /** documentId of the stored webhook. */
  documentId: string;
  body: TestBody;
}

/**
 * Sends the request that the preview shows, regardless of the condition and the state of the webhook. The
 * user must be able to read all its fields and use all its variables.
 */
export async function sendTest(
  strapi: Core.Strapi,
  { documentId, body }: Test,
  requester: Requester,
): Promise<DeliveryDetail> {
  const { name } = await webhooksService({ strapi }).get(documentId);
  const webhook = body.webhook
    ? await compileTestDraft(strapi, { documentId, draft: body.webhook }, requester)
    : findCompiled(strapi, documentId);
  if (webhook.secretsProblem !== null) {
    throw notPossible('DW_WEBHOOK_NOT_SENDABLE', `Nothing can be sent: ${webhook.secretsProblem}`);
  }
  checkTarget(webhook, body);
  const record = await assume(strapi, webhook, { body, requester });
  await containerOf(strapi).testSender.send(
    webhook,
    { ...record, webhookName: name, trigger: 'test' },
    requester,
  );
  return deliveriesService({ strapi }).get(record.id);
}

async function assume(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  { body, requester: { ability } }: { body: TestBody; requester: Requester },
): Promise<DeliveryRecord> {
  if (body.kind === 'custom') {
    readRightsService({ strapi }).mustSend(ability, webhook, []);
    const { event, uid = null, documentId = null, locale = null, data } = body;
    const given = { event, uid, documentId, locale, data: JSON.stringify(data) };
    return (await assumeCustomEvent(strapi, webhook, given)).record;
  }
  const uid = body.uid as UID.ContentType;
  const entry = await findEntry(strapi, sendScopeOf(strapi, webhook, { uid, ability }), body);
  const assumed = await assumeEvent(strapi, webhook, {
    uid,
    rowId: entry.id,
    documentId: entry.documentId,
    locale: entry.locale,
    event: body.event,
    published: entry['publishedAt'] !== null,
  });
  if (!assumed) throw notFound('DW_ENTRY_NOT_FOUND', 'The entry has just been deleted');
  return assumed.record;
}
