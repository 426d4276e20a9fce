import { isDeepStrictEqual } from 'node:util';

import type { AttributeChange, ImportResult } from '../contracts/transfer';
import { fieldErrorsOf, validationError } from '../validation/parse-with';
import type { ValidAttributes, ValidateWebhook } from '../validation/validate-webhook';
import { mustStayAsDeclared } from './declared';
import type { StoredWebhook } from './webhook-entry';

export interface PlannedImport {
  result: ImportResult;
  /** What is to be written; null where nothing is. */
  write: { documentId: string | null; data: ValidAttributes } | null;
}

type Input = Record<string, unknown>;

/** What importing webhooks comes to, by name. What an input does not name stays as it is, or takes its default. */
export function planImport(
  inputs: Input[],
  stored: StoredWebhook[],
  validate: ValidateWebhook,
): PlannedImport[] {
  const byName = new Map(stored.map((webhook) => [webhook.name, webhook]));
  const names = inputs.map(nameOf);
  return inputs.map((input, index) => {
    const name = names[index] ?? null;
    const about = { index, name, changes: [], errors: [] };
    try {
      if (name !== null && names.indexOf(name) < index) {
        throw validationError([{ path: ['name'], message: `"${name}" stands here twice` }]);
      }
      const existing = name === null ? undefined : byName.get(name);
      if (existing) return planUpdate(about, { input, existing, validate });
      const data = validate(input);
      return { result: { ...about, action: 'create' }, write: { documentId: null, data } };
    } catch (error) {
      const errors = fieldErrorsOf(error);
      return { result: { ...about, action: 'invalid', errors }, write: null };
    }
  });
}

function nameOf({ name }: Input): string | null {
  return typeof name === 'string' ? name.trim() : null;
}

interface Update {
  input: Input;
  existing: StoredWebhook;
  validate: ValidateWebhook;
}

function planUpdate(
  about: Omit<ImportResult, 'action'>,
  { input, existing, validate }: Update,
): PlannedImport {
  const valid = validate({ ...existing, ...input }, Object.keys(input));
  const changed = Object.entries(valid).filter(
    ([name, value]) => name in input && !isDeepStrictEqual(value, attributeOf(existing, name)),
  );
  if (changed.length === 0) return { result: { ...about, action: 'unchanged' }, write: null };

  mustStayAsDeclared(existing, changed);
  const changes = changed.map(([attribute, value]): AttributeChange => ({
    attribute,
    old: attributeOf(existing, attribute),
    new: value,
  }));
  return {
    result: { ...about, action: 'update', changes },
    write: { documentId: existing.documentId, data: Object.fromEntries(changed) },
  };
}

function attributeOf(webhook: StoredWebhook, name: string): unknown {
  return webhook[name as keyof StoredWebhook];
}
