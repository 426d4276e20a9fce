import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { Header } from '../../contracts/webhook';
import { createMasks } from '../../expressions/redaction/masks';
import { MASK } from '../../expressions/redaction/redact';
import { typesOfContentTypes } from '../../schema/value-types';
import { withPath } from '../../validation/parse-with';
import type { ValidAttributes } from '../../validation/validate-webhook';
import { resolveSecrets } from '../../webhooks/compiled/resolved-secrets';
import {
  webhookOf,
  type StoredWebhook,
  type WebhookEntry,
} from '../../webhooks/stored/stored-webhook';
import {
  compileWebhook,
  type CompiledWebhook,
  type CompileOptions,
} from '../../webhooks/compiled/compiled-webhook';
import { containerOf } from '../../container';
import type { Requester } from '../access/requester';
import { compileExpressions } from '../webhooks/compile-expressions';

type Draft = Record<string, unknown>;

/** The secrets and the environment that a draft is compiled with. */
export type SecretsFor = (
  stored: StoredWebhook,
  valid: ValidAttributes,
) => Pick<CompileOptions, 'secrets' | 'readEnvironment'>;

/**
 * Compiles an unsaved webhook. Validates it like a save, except that the name is optional. By default, its
 * secrets and environment variables are placeholders.
 */
export async function compileDraft(
  strapi: Core.Strapi,
  draft: Draft,
  { secretsFor = placeholders, ...requester }: Requester & { secretsFor?: SecretsFor },
): Promise<CompiledWebhook> {
  const { id: party, signal } = requester;
  await compileExpressions(strapi, [draft], requester);
  return containerOf(strapi).pace(() => compile(strapi, draft, secretsFor), { party, signal });
}

function compile(strapi: Core.Strapi, draft: Draft, secretsFor: SecretsFor): CompiledWebhook {
  const { config, validate } = containerOf(strapi);
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
  const stored = webhookOf(entry as WebhookEntry, config);
  const typesOf = typesOfContentTypes(strapi, stored.contentTypes);
  const secrets = withPath('webhook', () => secretsFor(stored, valid));
  return compileWebhook(stored, config, { ...secrets, typesOf });
}

function placeholders(stored: StoredWebhook, { headers = [] }: ValidAttributes) {
  return { secrets: draftSecrets(stored, headers), readEnvironment: placeholderOf };
}

/**
 * Replaces every environment value: a draft could print the real value, or compare it with guesses.
 */
const PLACEHOLDER = `x${randomBytes(16).toString('hex')}`;
const PLACEHOLDER_MASKS = createMasks(PLACEHOLDER);

function placeholderOf(name: string): string | undefined {
  return process.env[name] === undefined ? undefined : PLACEHOLDER;
}

/**
 * Previews neither show stored secrets nor sign. The draft gets masks instead, and only its own
 * secrets are masked, so that it cannot be compared with stored ones.
 */
function draftSecrets(stored: StoredWebhook, typed: Header[]) {
  const secret = typed.filter((header) => header.secret);
  const headers = new Map(secret.map(({ key, value }) => [key.toLowerCase(), value ?? MASK]));
  const secrets = resolveSecrets(stored, { headers, signing: [] });
  return {
    ...secrets,
    secretsProblem: null,
    signingKeys: stored.signing === 'none' ? [] : [MASKED_KEYS[stored.signing]],
    masks: [...secrets.masks, ...PLACEHOLDER_MASKS],
  };
}

const MASKED_KEYS = {
  hmac: { sign: () => `v1,${MASK}`, publicKey: null, expiresAt: null },
  ed25519: { sign: () => `v1a,${MASK}`, publicKey: null, expiresAt: null },
};

function nameOf({ name }: Draft): unknown {
  return name === undefined || name === '' ? 'A draft' : name;
}
