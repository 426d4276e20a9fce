import { isDeepStrictEqual } from 'node:util';

import type { AttributeChange, ImportResult, TransferNotice } from '../../contracts/transfer';
import { fieldErrors, validationError } from '../../validation/parse-with';
import type { ValidAttributes, ValidateWebhook } from '../../validation/validate-webhook';
import { assertReadOnly } from '../write/assert-read-only';
import type { StoredWebhook } from '../stored/stored-webhook';
import { withoutSecrets } from '../write/write-secrets';
import { nextTurn } from '../pace';

export interface PlannedImport {
  result: ImportResult;
  /** The write; null if there is nothing to write. */
  write: { documentId: string | null; data: ValidAttributes } | null;
}

/** The checks of an import. */
export interface ImportRules {
  validate: ValidateWebhook;
  /** Secrets to enter before deliveries are sent. Throws a `ValidationError` like `validate`. */
  missingSecrets: (existing: StoredWebhook | null, valid: ValidAttributes) => TransferNotice[];
}

type Input = Record<string, unknown>;

/**
 * Plans an import of webhooks, matched by name. Attributes that an input does not name stay unchanged, or
 * get their defaults. Plans one webhook per turn of the event loop, so that other requests are served.
 */
export async function planImport(
  inputs: Input[],
  stored: StoredWebhook[],
  rules: ImportRules,
): Promise<PlannedImport[]> {
  const byName = new Map(stored.map((webhook) => [webhook.name, webhook]));
  const names = inputs.map(nameOf);
  const planned: PlannedImport[] = [];
  for (const [index, input] of inputs.entries()) {
    const name = names[index] ?? null;
    const isRepeated = name !== null && names.indexOf(name) < index;
    const existing = name === null ? undefined : byName.get(name);
    planned.push(planOne({ index, name, isRepeated }, { input, existing, rules }));
    await nextTurn();
  }
  return planned;
}

interface Place {
  index: number;
  name: string | null;
  isRepeated: boolean;
}

function planOne(
  { index, name, isRepeated }: Place,
  { input, existing, rules }: Omit<Update, 'existing'> & { existing: StoredWebhook | undefined },
): PlannedImport {
  const about = { index, name, changes: [], errors: [], notices: [] };
  try {
    if (isRepeated) {
      const message = `The name "${String(name)}" occurs twice. Rename one of the webhooks`;
      throw validationError([{ path: ['name'], message }]);
    }
    if (existing) return planUpdate(about, { input, existing, rules });
    const data = rules.validate(input);
    const notices = rules.missingSecrets(null, data);
    return { result: { ...about, action: 'create', notices }, write: { documentId: null, data } };
  } catch (error) {
    const errors = fieldErrors(error);
    return { result: { ...about, action: 'invalid', errors }, write: null };
  }
}

function nameOf({ name }: Input): string | null {
  return typeof name === 'string' ? name.trim() : null;
}

interface Update {
  input: Input;
  existing: StoredWebhook;
  rules: ImportRules;
}

function planUpdate(
  about: Omit<ImportResult, 'action'>,
  { input, existing, rules }: Update,
): PlannedImport {
  const valid = rules.validate({ ...existing, ...input }, Object.keys(input));
  const changed = Object.entries(valid).filter(
    ([name, value]) => name in input && !isDeepStrictEqual(value, toAttribute(existing, name)),
  );
  if (changed.length === 0) return { result: { ...about, action: 'unchanged' }, write: null };

  assertReadOnly(existing, changed);
  const data: ValidAttributes = Object.fromEntries(changed);
  const notices = rules.missingSecrets(existing, data);
  const shown = withoutSecrets(data);
  const changes = changed.map(([attribute]): AttributeChange => ({
    attribute,
    old: toAttribute(existing, attribute) ?? null,
    new: shown[attribute as keyof ValidAttributes] ?? null,
  }));
  return {
    result: { ...about, action: 'update', changes, notices },
    write: { documentId: existing.documentId, data },
  };
}

function toAttribute(webhook: StoredWebhook, name: string): unknown {
  return webhook[name as keyof StoredWebhook];
}
