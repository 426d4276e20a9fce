import type { Core } from '@strapi/strapi';

import type { FieldError } from '../contracts/envelope';
import type { Header } from '../contracts/webhook';
import { NO_SECRETS, type Revealed } from '../secrets/reveal';
import { createCompilers } from '../validation/expressions';
import type { SubscriptionParts } from '../validation/subscription';
import { unreadableFields, type Naming } from '../validation/unreadable-fields';
import { readAccessOf, type Ability } from './access';
import { pipelineOf } from './pipeline';

export type Violation = Pick<FieldError, 'path' | 'message'>;

interface Named {
  webhook: Naming;
  /** Its secret headers, as they are stored. */
  kept?: Revealed['headers'];
}

const NAMED_BY_SECRET =
  'Its secret value names a field that you may not read in the Content Manager; ask for the permission, or for somebody who has it';
const SECRET_LOST =
  'Nobody can tell which fields its secret value names, for the encryption key is missing or another one; that is for who may read all of the content types';

/** What a webhook names and somebody may not read. Of a secret header that it keeps nothing is quoted. */
export function violationsOf(
  strapi: Core.Strapi,
  ability: Ability,
  { webhook, kept = NO_SECRETS.headers }: Named,
): Violation[] {
  const { headers } = webhook;
  const storedOf = ({ key }: Header) => kept.get(key.toLowerCase());
  const opened = headers.map((it) => (isKept(it) ? { ...it, value: storedOf(it) ?? null } : it));
  const lost = headers.findIndex((header) => isKept(header) && storedOf(header) === null);
  const find = (naming: Naming) => unreadableFields(naming, readAccessOf(ability), partsOf(strapi));
  const found = find({ ...webhook, headers: opened }).map((violation) =>
    isOfKept(headers, violation) ? { ...violation, message: NAMED_BY_SECRET } : violation,
  );
  if (lost < 0 || find(wholeDocuments(webhook.contentTypes)).length === 0) return found;
  return [...found, { path: ['headers', String(lost), 'value'], message: SECRET_LOST }];
}

/** A webhook that sends all of its documents, and names nothing else. */
export function wholeDocuments(contentTypes: string[]): Naming {
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
  const { catalogue, config } = pipelineOf(strapi);
  return { catalogue, compilers: createCompilers(config) };
}

function isOfKept(headers: Header[], { path: [attribute, index] }: Violation): boolean {
  const header = attribute === 'headers' ? headers[Number(index)] : undefined;
  return header !== undefined && isKept(header);
}

function isKept({ secret, value }: Header): boolean {
  return secret && value === null;
}
