import type { Core } from '@strapi/strapi';

import { withPath } from '../validation/parse-with';
import { webhookOf, type WebhookEntry } from '../webhooks/webhook-entry';
import { inForce, type WebhookInForce } from '../webhooks/webhook-in-force';
import { pipelineOf } from './pipeline';

type Draft = Record<string, unknown>;

/** Compiles what an editor is still writing: checked as if it were saved, but for its name. */
export function draftInForce(strapi: Core.Strapi, draft: Draft): WebhookInForce {
  const { config, validate } = pipelineOf(strapi);
  const valid = withPath('webhook', () => validate({ ...draft, name: nameOf(draft) }));
  const documentId = typeof draft['documentId'] === 'string' ? draft['documentId'] : '';
  const now = new Date();
  const entry = {
    ...valid,
    documentId,
    origin: null,
    stateReason: null,
    createdAt: now,
    updatedAt: now,
  };
  return inForce(webhookOf(entry as WebhookEntry, config), config);
}

function nameOf({ name }: Draft): unknown {
  return name === undefined || name === '' ? 'A draft' : name;
}
