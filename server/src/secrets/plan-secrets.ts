import type { FieldError } from '../contracts/envelope';
import type { Header, WebhookAttributes } from '../contracts/webhook';
import { generateSecret, problemOfSecret, type Scheme } from '../signing/signing-secret';
import { originChanged } from './origin-changed';
import type { StoredSecret } from './secret-rows';

type Destination = Pick<WebhookAttributes, 'url' | 'headers' | 'signing'>;

export interface SecretsChange {
  /** The stored webhook; null for a new one. */
  before: Destination | null;
  /** The webhook after the write, with the given values of secret headers. */
  after: Destination;
  signingSecret?: string | undefined;
  stored: readonly StoredSecret[];
  /**
   * The writer. The configuration can change the host of declared webhooks, and an import contains
   * no secrets.
   */
  writer: Writer;
}

export type Writer = 'person' | 'configuration' | 'import';

export interface PlannedSecret {
  kind: StoredSecret['kind'];
  name: string;
  text: string;
  /** The attribute that the secret belongs to. */
  path: string[];
}

export interface SecretsPlan {
  violations: Pick<FieldError, 'path' | 'message'>[];
  /** For an import: secrets that must be entered before anything is sent. */
  missing: Pick<FieldError, 'path' | 'message'>[];
  set: PlannedSecret[];
  /** Ids of stored secrets to delete. */
  drop: number[];
  /** A generated signing secret, to show once. */
  generated: { scheme: Scheme; secret: string } | null;
}

/** A signing secret with this value is replaced by a generated one. */
export const GENERATE = 'generate';

const NONE_STORED = 'The secret is missing. Enter it';
const NOT_READ_BACK = 'The value is missing. Enter it: a stored secret cannot be read';
const NOT_EXPORTED = 'Exports contain no secrets. Enter it; until then, deliveries are on hold';
const NOT_SHOWN =
  'An import cannot show a generated secret. Omit it, and rotate the secret afterwards';
const HOST_CHANGES = 'The host has changed. Enter the secret again';

/**
 * Plans how a write changes a webhook's secrets. Given secrets replace stored ones; omitted ones
 * stay.
 */
export function planSecrets(change: SecretsChange): SecretsPlan {
  const { before, after, writer } = change;
  const originHasChanged =
    before !== null && writer !== 'configuration' && originChanged(before.url, after.url);
  const headers = planHeaders(change, originHasChanged);
  const signing = planSigning(change, originHasChanged);
  return {
    violations: [...headers.violations, ...signing.violations],
    missing: [...headers.missing, ...signing.missing],
    set: [...headers.set, ...signing.set],
    drop: [...headers.drop, ...signing.drop],
    generated: signing.generated,
  };
}

/** True if a write of these attributes can change secrets. */
export function touchesSecrets(names: readonly string[]): boolean {
  return names.some((name) => SECRET_ATTRIBUTES.has(name));
}

const SECRET_ATTRIBUTES = new Set(['url', 'headers', 'signing', 'signingSecret']);

function planHeaders(
  { after, stored, writer }: SecretsChange,
  originHasChanged: boolean,
): SecretsPlan {
  const own = stored.filter(({ kind }) => kind === 'header');
  const names = new Set(own.map(({ name }) => name));
  const plan = emptyPlan();
  const kept = new Set<string>();
  after.headers.forEach(({ key, value, secret }: Header, index) => {
    const name = key.toLowerCase();
    const path = ['headers', String(index), 'value'];
    if (!secret) {
      const loses = writer === 'person' && value === '' && names.has(name);
      if (loses) plan.violations.push({ path, message: NOT_READ_BACK });
      return;
    }
    if (value !== null) plan.set.push({ kind: 'header', name, text: value, path });
    else if (!names.has(name)) {
      if (writer === 'import') plan.missing.push({ path, message: NOT_EXPORTED });
      else plan.violations.push({ path, message: NONE_STORED });
    } else if (originHasChanged) plan.violations.push({ path, message: HOST_CHANGES });
    else kept.add(name);
  });
  plan.drop = own.filter(({ name }) => !kept.has(name)).map(({ id }) => id);
  return plan;
}

function planSigning(change: SecretsChange, originHasChanged: boolean): SecretsPlan {
  const { after, signingSecret, stored, writer } = change;
  const { signing } = after;
  const keys = stored.filter(({ kind }) => kind === 'signing');
  const own = keys.filter(({ name }) => name === signing);
  const path = ['signingSecret'];
  if (signing === 'none') {
    const message = 'Select a signing scheme first: hmac or ed25519';
    const violations = signingSecret === undefined ? [] : [{ path, message }];
    return { ...emptyPlan(), violations, drop: listIds(keys) };
  }
  if (signingSecret === GENERATE && writer === 'import') {
    return { ...emptyPlan(), violations: [{ path, message: NOT_SHOWN }] };
  }
  if (signingSecret !== undefined && signingSecret !== GENERATE) {
    const message = problemOfSecret(signing, signingSecret);
    if (message !== null) return { ...emptyPlan(), violations: [{ path, message }] };
    const set: PlannedSecret = { kind: 'signing', name: signing, text: signingSecret, path };
    return { ...emptyPlan(), set: [set], drop: listIds(keys) };
  }
  if (signingSecret === undefined && own.length > 0) {
    const message = `${HOST_CHANGES}, or use "${GENERATE}" for a new one`;
    const violations = originHasChanged ? [{ path, message }] : [];
    return { ...emptyPlan(), violations, drop: listIds(keys.filter((key) => !own.includes(key))) };
  }
  if (signingSecret === undefined && writer === 'import') {
    const missing = [{ path, message: NOT_EXPORTED }];
    return { ...emptyPlan(), missing, drop: listIds(keys) };
  }
  const secret = generateSecret(signing);
  const set: PlannedSecret = { kind: 'signing', name: signing, text: secret, path: ['signing'] };
  return {
    ...emptyPlan(),
    set: [set],
    drop: listIds(keys),
    generated: { scheme: signing, secret },
  };
}

function emptyPlan(): SecretsPlan {
  return { violations: [], missing: [], set: [], drop: [], generated: null };
}

function listIds(secrets: readonly StoredSecret[]): number[] {
  return secrets.map(({ id }) => id);
}
