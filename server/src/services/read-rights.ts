import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import type { FieldError } from '../contracts/envelope';
import type { WebhookAttributes } from '../contracts/webhook';
import { treeOf, type PathTree } from '../schema/path-tree';
import { createCompilers } from '../validation/expressions';
import { placeOf } from '../validation/place';
import type { SubscriptionParts } from '../validation/subscription';
import { namedTree, unreadableFields, type Naming } from '../validation/unreadable-fields';
import { findStored } from '../webhooks/find-stored';
import { withRightsCheck, type RightsCheck } from '../webhooks/rights-check';
import { readAccessOf, type Ability } from './access';
import { pipelineOf } from './pipeline';

type Attributes = Record<string, unknown>;
type Violation = Pick<FieldError, 'path' | 'message'>;

/** What decides what is sent of a document, and where to. */
const SENDING = new Set<string>([
  'contentTypes',
  'watchedFields',
  'condition',
  'method',
  'url',
  'headers',
  'payload',
  'mapping',
  'template',
] satisfies (keyof WebhookAttributes)[]);

/**
 * Nobody sends, by a webhook of theirs, what they may not read in the Content Manager. Each throws a
 * `PolicyError`, the one refusal of which Strapi shows the message, whose `details.errors[].path` names
 * the place of what they may not read.
 */
export function readRightsService({ strapi }: { strapi: Core.Strapi }) {
  const stored = () => findStored(strapi, pipelineOf(strapi).config);

  return {
    mustRead(ability: Ability, webhook: Naming, at: string[] = []): void {
      refuse(under(at, violationsOf(strapi, ability, webhook)));
    },

    /** All that a webhook reads of documents of a type. */
    treeOf(webhook: Naming, uid: string): PathTree {
      const parts = partsOf(strapi);
      const model = parts.catalogue.contentType(uid)?.model;
      return model ? namedTree(webhook, model, parts) : treeOf([]);
    },

    /** Whole documents of these types. */
    mustReadWhole(ability: Ability, contentTypes: string[]): void {
      const webhook: Naming = { ...NAMING_NOTHING, contentTypes, payload: 'document' };
      refuse(violationsOf(strapi, ability, webhook));
    },

    /** A webhook that is to be created. */
    mustReadNew(ability: Ability, attributes: Attributes): void {
      const webhook = pipelineOf(strapi).validate(attributes) as Naming;
      refuse(violationsOf(strapi, ability, webhook));
    },

    /** Who changes what a webhook sends, or where to, must read all of it; anything else may be changed. */
    whileReadable<T>(ability: Ability, write: () => Promise<T>): Promise<T> {
      const check: RightsCheck = (before, attributes) =>
        refuse(violationsOfChange(strapi, ability, { before, attributes }));
      return withRightsCheck(check, write);
    },

    /** Those that are invalid are left to the import. */
    async mustReadImport(ability: Ability, webhooks: Attributes[]): Promise<void> {
      const all = await stored();
      const violations = webhooks.flatMap((attributes, index) => {
        const before = all.find(({ name }) => name === nameOf(attributes));
        const found = unlessInvalid(() =>
          before
            ? violationsOfChange(strapi, ability, { before, attributes })
            : violationsOf(strapi, ability, pipelineOf(strapi).validate(attributes) as Naming),
        );
        return under(['webhooks', String(index)], found);
      });
      refuse(violations);
    },
  };
}

const NAMING_NOTHING = {
  watchedFields: [],
  condition: null,
  url: '',
  headers: [],
  mapping: [],
  template: null,
};

function violationsOf(strapi: Core.Strapi, ability: Ability, webhook: Naming): Violation[] {
  return unreadableFields(webhook, readAccessOf(ability), partsOf(strapi));
}

function partsOf(strapi: Core.Strapi): SubscriptionParts {
  const { catalogue, config } = pipelineOf(strapi);
  return { catalogue, compilers: createCompilers(config) };
}

interface Change {
  before: WebhookAttributes;
  attributes: Attributes;
}

function violationsOfChange(
  strapi: Core.Strapi,
  ability: Ability,
  { before, attributes }: Change,
): Violation[] {
  const given = Object.keys(attributes);
  const valid = pipelineOf(strapi).validate({ ...before, ...attributes }, given);
  const changed = Object.entries(valid).filter(
    ([name, value]) =>
      given.includes(name) &&
      SENDING.has(name) &&
      !isDeepStrictEqual(value, before[name as keyof WebhookAttributes]),
  );
  const [first] = changed;
  if (!first) return [];
  const now = violationsOf(strapi, ability, { ...before, ...valid } as Naming);
  return now.length > 0 ? now : redirected(first[0], violationsOf(strapi, ability, before));
}

/** What waits for the receiver goes to where the webhook points now, in its old body. */
function redirected(changed: string, [sent]: Violation[]): Violation[] {
  if (!sent) return [];
  const message = `This is for somebody who may read all that the webhook sends so far. ${placeOf(sent.path)}: ${sent.message}`;
  return [{ path: [changed], message }];
}

function unlessInvalid(find: () => Violation[]): Violation[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof errors.ValidationError) return [];
    throw error;
  }
}

function nameOf({ name }: Attributes): string | null {
  return typeof name === 'string' ? name.trim() : null;
}

function under(at: string[], violations: Violation[]): Violation[] {
  return violations.map(({ path, message }) => ({ path: [...at, ...path], message }));
}

function refuse(violations: Violation[]): void {
  const [first] = violations;
  if (!first) return;
  const details = violations.map((it) => ({ ...it, name: 'PolicyError' }));
  throw new errors.PolicyError(`${first.path.join('.')}: ${first.message}`, { errors: details });
}
