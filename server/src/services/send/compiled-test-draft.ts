import type { Core } from '@strapi/strapi';

import type { Scheme } from '../../signing/signing-secret';
import type { Transaction } from '../../outbox/database/tables';
import { acquireAdvisoryLock } from '../../outbox/database/advisory-lock';
import { permissionId } from '../../permissions';
import { planSecrets, type SecretsPlan } from '../../secrets/plan-secrets';
import { decryptAll, type DecryptedSecrets } from '../../secrets/reveal';
import { findSecrets, type StoredSecret } from '../../secrets/secret-rows';
import type { WebhookAttributes } from '../../contracts/webhook';
import { throwIfAny } from '../../validation/parse-with';
import type { ValidAttributes } from '../../validation/validate-webhook';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { resolveSecrets } from '../../webhooks/compiled/resolved-secrets';
import { mustFindEntry } from '../../webhooks/stored/find-stored';
import { webhookOf, type StoredWebhook } from '../../webhooks/stored/stored-webhook';
import { assertReadOnly } from '../../webhooks/write/assert-read-only';
import { containerOf } from '../../container';
import type { Requester } from '../access/requester';
import { compileDraft } from '../preview/compiled-draft';
import { readRightsService } from '../access/read-rights';

const UPDATE = permissionId('webhooks.update');

interface TestDraft {
  documentId: string;
  draft: Record<string, unknown>;
}

/**
 * Compiles a draft with the secrets that it would have once it is saved: those typed into it, and the
 * stored ones that it keeps. Stored secrets are only for a person who could save the draft; for somebody
 * who may only create webhooks, it is a new webhook.
 */
export async function compileTestDraft(
  strapi: Core.Strapi,
  { documentId, draft }: TestDraft,
  requester: Requester,
): Promise<CompiledWebhook> {
  const { ability } = requester;
  const stored = ability.can(UPDATE) ? await readStored(strapi, documentId) : null;
  const secretsIn = (valid: ValidAttributes): DecryptedSecrets => {
    if (stored) assertReadOnly(stored.webhook, givenIn(draft, valid));
    return secretsOfDraft(strapi, stored, valid);
  };
  const webhook = await compileDraft(
    strapi,
    { ...draft, documentId },
    {
      ...requester,
      secretsFor: (own, valid) => ({ secrets: resolveSecrets(own, secretsIn(valid)) }),
    },
  );
  if (stored) {
    const { webhook: before, kept } = stored;
    const change = { before, attributes: draft, kept: kept.headers };
    await readRightsService({ strapi }).mustSaveDraft(ability, change);
  }
  return webhook;
}

interface Stored {
  webhook: StoredWebhook;
  secrets: StoredSecret[];
  /** The decrypted secrets. */
  kept: DecryptedSecrets;
}

/**
 * The webhook and its secrets as one consistent state: a change of the host replaces all secrets, and the
 * draft must not combine the new ones with the old host.
 */
async function readStored(strapi: Core.Strapi, documentId: string): Promise<Stored> {
  const { config, cipher } = containerOf(strapi);
  return strapi.db.transaction(async ({ trx }: Transaction) => {
    await acquireAdvisoryLock(trx, 'secrets');
    const webhook = webhookOf(await mustFindEntry(strapi, documentId), config);
    const secrets = await findSecrets(trx, [documentId]);
    return { webhook, secrets, kept: decryptAll(cipher, secrets)(documentId) };
  });
}

function givenIn(draft: object, valid: ValidAttributes): [string, unknown][] {
  return Object.entries(valid).filter(([name]) => name in draft);
}

/** The secrets after a save. Throws a `ValidationError` if one is missing. */
function secretsOfDraft(
  strapi: Core.Strapi,
  stored: Stored | null,
  valid: ValidAttributes,
): DecryptedSecrets {
  const plan = planSecrets({
    before: stored?.webhook ?? null,
    after: valid as WebhookAttributes,
    signingSecret: valid.signingSecret,
    stored: stored?.secrets ?? [],
    writer: 'person',
  });
  throwIfAny(plan.violations);
  const left = (stored?.secrets ?? []).filter(({ id }) => !plan.drop.includes(id));
  const { documentId = '' } = stored?.webhook ?? {};
  return withPlanned(decryptAll(containerOf(strapi).cipher, left)(documentId), plan);
}

function withPlanned(
  { headers, signing }: DecryptedSecrets,
  { set }: SecretsPlan,
): DecryptedSecrets {
  const planned = set.filter(({ kind }) => kind === 'header');
  const key = set.find(({ kind }) => kind === 'signing');
  return {
    headers: new Map([...headers, ...planned.map(({ name, text }) => [name, text] as const)]),
    signing: key
      ? [
          {
            id: 0,
            name: key.name as Scheme,
            secret: key.text,
            createdAt: Date.now(),
            expiresAt: null,
          },
        ]
      : signing,
  };
}
