import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import type { WebhookAttributes } from '../contracts/webhook';
import { treeOf, type PathTree } from '../schema/path-tree';
import { revealAll } from '../secrets/reveal';
import { findSecrets } from '../secrets/secret-rows';
import { allAsError } from '../validation/parse-with';
import { placeOf } from '../validation/place';
import { namedTree, type Naming } from '../validation/unreadable-fields';
import { findStored } from '../webhooks/find-stored';
import { withRightsCheck, type CheckedChange, type RightsCheck } from '../webhooks/rights-check';
import { writeViolations } from '../webhooks/write-violations';
import type { Ability } from './access';
import { pipelineOf } from './pipeline';
import { partsOf, violationsOf, wholeDocuments, type Violation } from './violations-of';

type Attributes = Record<string, unknown>;

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
  return {
    mustRead(ability: Ability, webhook: Naming, at: string[] = []): void {
      refuse(under(at, violationsOf(strapi, ability, { webhook })));
    },

    /** All that a webhook reads of documents of a type. */
    treeOf(webhook: Naming, uid: string): PathTree {
      const parts = partsOf(strapi);
      const model = parts.catalogue.contentType(uid)?.model;
      return model ? namedTree(webhook, model, parts) : treeOf([]);
    },

    /** Whole documents of these types. */
    mustReadWhole(ability: Ability, contentTypes: string[]): void {
      refuse(violationsOf(strapi, ability, { webhook: wholeDocuments(contentTypes) }));
    },

    /** A webhook that is to be created. One that is invalid is refused with all that is wrong with it. */
    async mustReadNew(ability: Ability, attributes: Attributes): Promise<void> {
      const { check } = pipelineOf(strapi);
      const { valid, violations } = check(attributes);
      if (violations.length > 0) await refuseInvalid(strapi, attributes);
      const webhook = valid as Naming;
      refuse(violationsOf(strapi, ability, { webhook }));
    },

    /** Who changes what a webhook sends, or where to, must read all of it; anything else may be changed. */
    whileReadable<T>(ability: Ability, write: () => Promise<T>): Promise<T> {
      const check: RightsCheck = (change) => refuse(violationsOfChange(strapi, ability, change));
      return withRightsCheck(check, write);
    },

    /** Those that are invalid are left to the import. */
    async mustReadImport(ability: Ability, webhooks: Attributes[]): Promise<void> {
      const { cipher, config, validate } = pipelineOf(strapi);
      const all = await findStored(strapi, config);
      const secretsOf = revealAll(cipher, await findSecrets(strapi.db.connection));
      const violationsIn = (attributes: Attributes): Violation[] => {
        const before = all.find(({ name }) => name === nameOf(attributes));
        if (!before) {
          return violationsOf(strapi, ability, { webhook: validate(attributes) as Naming });
        }
        const { headers: kept } = secretsOf(before.documentId);
        return violationsOfChange(strapi, ability, { before, attributes, kept });
      };
      const violations = webhooks.flatMap((attributes, index) =>
        under(
          ['webhooks', String(index)],
          unlessInvalid(() => violationsIn(attributes)),
        ),
      );
      refuse(violations);
    },
  };
}

async function refuseInvalid(strapi: Core.Strapi, attributes: Attributes): Promise<never> {
  const { checkWithHosts, config, cipher } = pipelineOf(strapi);
  const check = await checkWithHosts([attributes['url']]);
  const { valid, violations } = check(attributes);
  const secretsWrite = { stored: null, secrets: [], valid };
  const more = await writeViolations({ strapi, config, cipher }, { entry: null, secretsWrite });
  throw allAsError([...violations, ...more]);
}

function violationsOfChange(
  strapi: Core.Strapi,
  ability: Ability,
  { before, attributes, kept }: CheckedChange,
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
  const webhook = { ...before, ...valid } as Naming;
  const now = violationsOf(strapi, ability, { webhook, kept });
  return now.length > 0
    ? now
    : redirected(first[0], violationsOf(strapi, ability, { webhook: before, kept }));
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
