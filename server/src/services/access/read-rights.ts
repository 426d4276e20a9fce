import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import { forbidden } from '../../errors';
import type { WebhookAttributes } from '../../contracts/webhook';
import { findWaitingPaths, type HoldingsCheck } from '../../outbox/operator/captured-paths';
import { treeOf, type PathTree } from '../../schema/path-tree';
import { permissionId } from '../../permissions';
import { decryptAll } from '../../secrets/reveal';
import { findSecrets } from '../../secrets/secret-rows';
import { asValidationError } from '../../validation/parse-with';
import { formatPath } from '../../validation/format-path';
import {
  webhookReadTree,
  type ReadingWebhook,
} from '../../validation/references/unreadable-fields';
import type { ValidAttributes } from '../../validation/validate-webhook';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { nextTurn } from '../../webhooks/pace';
import { findStored } from '../../webhooks/stored/find-stored';
import {
  withRightsCheck,
  type CheckedChange,
  type RightsCheck,
} from '../../webhooks/write/rights-check';
import { writeViolations } from '../../webhooks/write/write-violations';
import type { Ability } from './ability';
import { hiddenInDeliveries } from './hidden-in-deliveries';
import { containerOf } from '../../container';
import {
  environmentViolationsOf,
  partsOf,
  readViolationsOf,
  separateSecrets,
  findViolations,
  wholeDocuments,
  type AccessViolation,
} from './find-violations';

type Attributes = Record<string, unknown>;

/** Attributes that decide which document data is sent, and where. */
const DECIDES_WHAT_IS_SENT: Record<keyof WebhookAttributes, boolean> = {
  name: false,
  description: false,
  state: false,
  contentTypes: true,
  events: false,
  locales: false,
  watchedFields: true,
  condition: true,
  conditionMode: false,
  method: true,
  url: true,
  headers: true,
  payload: true,
  mapping: true,
  template: true,
  format: false,
  formArrays: false,
  timeoutMs: false,
  retryDelays: false,
  retryOn: false,
  concurrency: false,
  rateLimit: false,
  ordering: false,
  supersede: false,
  coalesceSeconds: false,
  coalesceScope: false,
  signing: false,
  recordSkipped: false,
};

/** Attributes that decide where, and with which credentials, an already captured body is sent. */
const LEADING = new Set<string>(['url', 'headers', 'method'] satisfies (keyof WebhookAttributes)[]);

const ROTATE = permissionId('secrets.rotate');
const NO_ROTATION =
  'You cannot replace the signing secret. Ask for the permission to rotate signing secrets';

/**
 * Checks that users send only what they can read in the Content Manager. Each method throws a
 * `PolicyError`, the only 403 error whose message Strapi shows. `details.errors[].path` names the
 * place.
 */
export function readRightsService({ strapi }: { strapi: Core.Strapi }) {
  return {
    mustRead(ability: Ability, webhook: ReadingWebhook, at: string[] = []): void {
      throwIfAny(prefixed(at, findViolations(strapi, ability, { webhook })));
    },

    mustUseEnvironment(ability: Ability, webhook: ReadingWebhook, at: string[] = []): void {
      throwIfAny(prefixed(at, environmentViolationsOf(strapi, ability, { webhook })));
    },

    /** Like `mustRead`, for a compiled webhook, whose secret values no message may quote. */
    mustSend(ability: Ability, webhook: CompiledWebhook, contentTypes: string[]): void {
      const { naming, kept } = separateSecrets({ ...webhook, contentTypes });
      throwIfAny(prefixed(['webhook'], findViolations(strapi, ability, { webhook: naming, kept })));
    },

    /** Checks a draft of a stored webhook as if it were saved, except for what already waits. */
    async mustSaveDraft(
      ability: Ability,
      { before, attributes, kept }: Omit<CheckedChange, 'waiting'>,
    ): Promise<void> {
      const change = { before, attributes, kept, waiting: () => Promise.resolve([]) };
      throwIfAny(prefixed(['webhook'], await violationsOfChange(strapi, ability, change)));
    },

    /** Everything that a webhook reads of documents of a type. */
    treeOf(webhook: ReadingWebhook, uid: string): PathTree {
      const parts = partsOf(strapi);
      const model = parts.catalogue.contentType(uid)?.model;
      return model ? webhookReadTree(webhook, model, parts) : treeOf([]);
    },

    /** Checks whole documents of these types. */
    mustReadWhole(ability: Ability, contentTypes: string[]): void {
      throwIfAny(findViolations(strapi, ability, { webhook: wholeDocuments(contentTypes) }));
    },

    /**
     * Checks a webhook that is to be created. An invalid one is rejected with all its violations.
     */
    async mustReadNew(ability: Ability, attributes: Attributes): Promise<void> {
      const { check } = containerOf(strapi);
      const { valid, violations } = check(attributes);
      if (violations.length > 0) await refuseInvalid(strapi, attributes);
      const webhook = valid as ReadingWebhook;
      throwIfAny(findViolations(strapi, ability, { webhook }));
    },

    /** A user who redelivers must be able to read everything in the deliveries. */
    mustReadHeld(ability: Ability): HoldingsCheck {
      return (holdings) => {
        const hidden = hiddenInDeliveries(strapi, ability, holdings);
        if (hidden === null) return;
        const message = `The delivery contains ${hidden}, which you cannot read. Ask for the permission`;
        throw forbidden('DW_FIELD_NOT_READABLE', message);
      };
    },

    /**
     * A user who changes what a webhook sends, or where, must be able to read all of it. Other
     * changes are allowed.
     */
    whileReadable<T>(ability: Ability, write: () => Promise<T>): Promise<T> {
      const check: RightsCheck = async (change) =>
        throwIfAny(await violationsOfChange(strapi, ability, change));
      return withRightsCheck(check, write);
    },

    /** Checks an import. Invalid webhooks are skipped here; the import reports them. */
    async mustReadImport(ability: Ability, webhooks: Attributes[]): Promise<void> {
      const { cipher, config, validate } = containerOf(strapi);
      const all = await findStored(strapi, config);
      const secretsOf = decryptAll(cipher, await findSecrets(strapi.db.connection));
      const violationsIn = async (attributes: Attributes): Promise<AccessViolation[]> => {
        const before = all.find(({ name }) => name === nameOf(attributes));
        if (!before) {
          return findViolations(strapi, ability, {
            webhook: validate(attributes) as ReadingWebhook,
          });
        }
        const { headers: kept } = secretsOf(before.documentId);
        const waiting = () => findWaitingPaths(strapi.db.connection, before.documentId);
        return violationsOfChange(strapi, ability, { before, attributes, kept, waiting });
      };
      const violations: AccessViolation[] = [];
      for (const [index, attributes] of webhooks.entries()) {
        const found = await unlessInvalid(() => violationsIn(attributes));
        violations.push(...prefixed(['webhooks', String(index)], found));
        await nextTurn();
      }
      throwIfAny(violations);
    },
  };
}

async function refuseInvalid(strapi: Core.Strapi, attributes: Attributes): Promise<never> {
  const { checkWithHosts, config, cipher } = containerOf(strapi);
  const check = await checkWithHosts([attributes['url']]);
  const { valid, violations } = check(attributes);
  const secretsWrite = { stored: null, secrets: [], valid };
  const more = await writeViolations({ strapi, config, cipher }, { entry: null, secretsWrite });
  throw asValidationError([...violations, ...more]);
}

async function violationsOfChange(
  strapi: Core.Strapi,
  ability: Ability,
  { before, attributes, kept, waiting }: CheckedChange,
): Promise<AccessViolation[]> {
  const given = Object.keys(attributes);
  const valid = containerOf(strapi).validate({ ...before, ...attributes }, given);
  const replaced = replacedSecret(before, valid, given);
  if (replaced !== null && !ability.can(ROTATE))
    return [{ path: [replaced], message: NO_ROTATION }];
  const changed = Object.entries(valid).filter(
    ([name, value]) =>
      given.includes(name) &&
      DECIDES_WHAT_IS_SENT[name as keyof WebhookAttributes] &&
      !isDeepStrictEqual(value, before[name as keyof WebhookAttributes]),
  );
  const [first] = changed;
  if (!first) return [];
  const webhook = { ...before, ...valid } as ReadingWebhook;
  const now = findViolations(strapi, ability, { webhook, kept });
  if (now.length > 0) return now;
  const sentSoFar = readViolationsOf(strapi, ability, { webhook: before, kept });
  if (sentSoFar.length > 0) return redirected(first[0], sentSoFar);
  const leading = changed.find(([name]) => LEADING.has(name));
  if (!leading) return [];
  const hidden = hiddenInDeliveries(strapi, ability, await waiting());
  return hidden === null ? [] : [{ path: [leading[0]], message: leadingElsewhere(hidden) }];
}

/** The attribute of a change that replaces or deletes the signing secret. */
function replacedSecret(
  { signing: before }: Pick<WebhookAttributes, 'signing'>,
  { signing, signingSecret }: ValidAttributes,
  given: string[],
): string | null {
  if (before === 'none') return null;
  if (given.includes('signing') && signing !== before) return 'signing';
  return signingSecret === undefined ? null : 'signingSecret';
}

function leadingElsewhere(hidden: string): string {
  return `Pending deliveries contain ${hidden}, which you cannot read, and would be sent to the new destination. Wait until they are sent, or have them cancelled`;
}

/** Pending deliveries would be sent to the new destination with their captured bodies. */
function redirected(changed: string, [sent]: AccessViolation[]): AccessViolation[] {
  if (!sent) return [];
  const message = `You need read access to every field that this webhook sends. ${formatPath(sent.path)}: ${sent.message}`;
  return [{ path: [changed], message }];
}

async function unlessInvalid(find: () => Promise<AccessViolation[]>): Promise<AccessViolation[]> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof errors.ValidationError) return [];
    throw error;
  }
}

function nameOf({ name }: Attributes): string | null {
  return typeof name === 'string' ? name.trim() : null;
}

function prefixed(at: string[], violations: AccessViolation[]): AccessViolation[] {
  return violations.map(({ path, message }) => ({ path: [...at, ...path], message }));
}

function throwIfAny(violations: AccessViolation[]): void {
  const [first] = violations;
  if (!first) return;
  const details = violations.map((it) => ({ ...it, name: 'PolicyError' }));
  throw forbidden('DW_FIELD_NOT_READABLE', `${first.path.join('.')}: ${first.message}`, details);
}
