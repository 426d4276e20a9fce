import type { Core } from '@strapi/strapi';

import type { FieldError } from '../../contracts/envelope';
import type { Header } from '../../contracts/webhook';
import { permissionId } from '../../permissions';
import { NO_SECRETS, type DecryptedSecrets } from '../../secrets/reveal';
import { variablesForPermission } from '../../validation/references/environment-use';
import { createCompilers } from '../../validation/attributes/expressions';
import type { SubscriptionParts } from '../../validation/attributes/subscription';
import {
  unreadableFields,
  type ReadingWebhook,
} from '../../validation/references/unreadable-fields';
import { readAccessOf, type Ability } from './ability';
import { containerOf } from '../../container';

export type AccessViolation = Pick<FieldError, 'path' | 'message'>;

interface Named {
  webhook: ReadingWebhook;
  /** Its secret headers, as they are stored. */
  kept?: DecryptedSecrets['headers'];
}

const NAMED_BY_SECRET =
  'Its secret value names a field that you may not read in the Content Manager; ask for the permission, or for somebody who has it';
const READ_BY_SECRET =
  'Its secret value reads the environment for any host, or does more with it than to send it; ask for the permission "Use environment variables in webhooks", or for somebody who has it';
const USE_ENVIRONMENT = permissionId('environment.use');
const SECRET_LOST =
  'Nobody can tell which fields its secret value names, for the encryption key is missing or another one; that is for who may read all of the content types';

/** What a webhook names and somebody may not use: fields that they may not read, and variables for any host. */
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

/** What a webhook names and somebody may not read. Of a secret header that it keeps nothing is quoted. */
export function readViolationsOf(
  strapi: Core.Strapi,
  ability: Ability,
  { webhook, kept = NO_SECRETS.headers }: Named,
): AccessViolation[] {
  const { headers } = webhook;
  const lost = headers.findIndex((it) => isKept(it) && storedOf(kept, it) === null);
  const find = (naming: ReadingWebhook) =>
    unreadableFields(naming, readAccessOf(ability), partsOf(strapi));
  const found = unquoted(headers, find(opened(webhook, kept)), NAMED_BY_SECRET);
  if (lost < 0 || find(wholeDocuments(webhook.contentTypes)).length === 0) return found;
  return [...found, { path: ['headers', String(lost), 'value'], message: SECRET_LOST }];
}

/** What a webhook does with the environment that takes a permission, for who does not have it. */
export function environmentViolationsOf(
  strapi: Core.Strapi,
  ability: Ability,
  { webhook, kept = NO_SECRETS.headers }: Named,
): AccessViolation[] {
  if (ability.can(USE_ENVIRONMENT)) return [];
  const found = variablesForPermission(opened(webhook, kept), partsOf(strapi).compilers);
  const violations = found.map(({ place, message }) => ({ path: place.map(String), message }));
  return unquoted(webhook.headers, violations, READ_BY_SECRET);
}

function opened(webhook: ReadingWebhook, kept: DecryptedSecrets['headers']): ReadingWebhook {
  const headers = webhook.headers.map((it) =>
    isKept(it) ? { ...it, value: storedOf(kept, it) ?? null } : it,
  );
  return { ...webhook, headers };
}

function storedOf(kept: DecryptedSecrets['headers'], { key }: Header): string | null | undefined {
  return kept.get(key.toLowerCase());
}

function unquoted(headers: Header[], found: AccessViolation[], message: string): AccessViolation[] {
  return found.map((it) => (isOfKept(headers, it) ? { ...it, message } : it));
}

/** A webhook that sends all of its documents, and names nothing else. */
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
