import type { Core } from '@strapi/strapi';

import type { FieldError } from '../../contracts/envelope';
import type { Header } from '../../contracts/webhook';
import { permissionId } from '../../permissions';
import { NO_SECRETS, type DecryptedSecrets } from '../../secrets/reveal';
import { variablesForPermission } from '../../validation/references/environment-use';
import { createCompilers } from '../../validation/attributes/expressions';
import type { SubscriptionParts } from '../../validation/references/catalogue';
import {
  unreadableFields,
  type ReadingWebhook,
} from '../../validation/references/unreadable-fields';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { readAccessOf, type Ability } from './ability';
import { containerOf } from '../../container';

export type AccessViolation = Pick<FieldError, 'path' | 'message'>;

interface Named {
  webhook: ReadingWebhook;
  /** The stored secret headers. */
  kept?: DecryptedSecrets['headers'];
}

const NAMED_BY_SECRET =
  'The secret value uses a field that you cannot read in the Content Manager. Ask for the permission';
const READ_BY_SECRET =
  'The secret value uses or alters an environment variable in a way that needs the permission "Use environment variables in webhooks". Ask for the permission';
const USE_ENVIRONMENT = permissionId('environment.use');
const SECRET_LOST =
  'The secret value cannot be checked, because the encryption key is missing or has changed. Only users who can read all fields of the content types can make this change';

/** Violations for fields that the user cannot read and variables that they cannot use. */
export function findViolations(
  strapi: Core.Strapi,
  ability: Ability,
  named: Named,
): AccessViolation[] {
  return [
    ...readViolationsOf(strapi, ability, named),
    ...environmentViolationsOf(strapi, ability, named),
  ];
}

/**
 * Violations for fields that the user cannot read. The message never quotes a stored secret header.
 */
export function readViolationsOf(
  strapi: Core.Strapi,
  ability: Ability,
  { webhook, kept = NO_SECRETS.headers }: Named,
): AccessViolation[] {
  const { headers } = webhook;
  const lost = headers.findIndex((it) => isKept(it) && storedOf(kept, it) === null);
  const find = (naming: ReadingWebhook) =>
    unreadableFields(naming, readAccessOf(ability), partsOf(strapi));
  const found = hideSecrets(headers, find(withSecrets(webhook, kept)), NAMED_BY_SECRET);
  if (lost < 0 || find(wholeDocuments(webhook.contentTypes)).length === 0) return found;
  return [...found, { path: ['headers', String(lost), 'value'], message: SECRET_LOST }];
}

/** Violations for uses of the environment without the required permission. */
export function environmentViolationsOf(
  strapi: Core.Strapi,
  ability: Ability,
  { webhook, kept = NO_SECRETS.headers }: Named,
): AccessViolation[] {
  if (ability.can(USE_ENVIRONMENT)) return [];
  const found = variablesForPermission(withSecrets(webhook, kept), partsOf(strapi).compilers);
  const violations = found.map(({ place, message }) => ({ path: place.map(String), message }));
  return hideSecrets(webhook.headers, violations, READ_BY_SECRET);
}

function withSecrets(webhook: ReadingWebhook, kept: DecryptedSecrets['headers']): ReadingWebhook {
  const headers = webhook.headers.map((it) =>
    isKept(it) ? { ...it, value: storedOf(kept, it) ?? null } : it,
  );
  return { ...webhook, headers };
}

function storedOf(kept: DecryptedSecrets['headers'], { key }: Header): string | null | undefined {
  return kept.get(key.toLowerCase());
}

function hideSecrets(
  headers: Header[],
  found: AccessViolation[],
  message: string,
): AccessViolation[] {
  return found.map((it) => (isOfKept(headers, it) ? { ...it, message } : it));
}

/** A compiled webhook without the values of its secret headers, and these values. */
export function separateSecrets({ headers, ...webhook }: CompiledWebhook): {
  naming: ReadingWebhook;
  kept: DecryptedSecrets['headers'];
} {
  const secret = headers.filter((header) => header.secret);
  return {
    naming: {
      ...webhook,
      headers: headers.map((header) => (header.secret ? { ...header, value: null } : header)),
    },
    kept: new Map(secret.map(({ key, value }) => [key.toLowerCase(), value])),
  };
}

/** A webhook that sends whole documents and references nothing else. */
export function wholeDocuments(contentTypes: string[]): ReadingWebhook {
  return {
    contentTypes,
    payload: 'document',
    watchedFields: [],
    condition: null,
    url: '',
    headers: [],
    mapping: [],
    template: null,
  };
}

export function partsOf(strapi: Core.Strapi): SubscriptionParts {
  const { catalogue, config } = containerOf(strapi);
  return { catalogue, compilers: createCompilers(config) };
}

function isOfKept(headers: Header[], { path: [attribute, index] }: AccessViolation): boolean {
  const header = attribute === 'headers' ? headers[Number(index)] : undefined;
  return header !== undefined && isKept(header);
}

function isKept({ secret, value }: Header): boolean {
  return secret && value === null;
}
