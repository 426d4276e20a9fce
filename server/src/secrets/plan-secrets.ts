import type { FieldError } from '../contracts/envelope';
import type { Header, WebhookAttributes } from '../contracts/webhook';
import { generateSecret, problemOfSecret, type Scheme } from '../signing/signing-secret';
import { originChanged } from './origin-changed';
import type { StoredSecret } from './secret-rows';

type Sent = Pick<WebhookAttributes, 'url' | 'headers' | 'signing'>;

export interface SecretsChange {
  /** The webhook as it is stored; null of a new one. */
  before: Sent | null;
  /** As it is to be, with the values of secret headers that are given. */
  after: Sent;
  signingSecret?: string | undefined;
  stored: readonly StoredSecret[];
  /** Who writes: the configuration may redirect what it declares, and an import comes without secrets. */
  writer: Writer;
}

export type Writer = 'person' | 'configuration' | 'import';

export interface PlannedSecret {
  kind: StoredSecret['kind'];
  name: string;
  text: string;
  /** The attribute that asks for it. */
  path: string[];
}

export interface SecretsPlan {
  violations: Pick<FieldError, 'path' | 'message'>[];
  /** Of an import: what is to be given before anything is sent. */
  missing: Pick<FieldError, 'path' | 'message'>[];
  set: PlannedSecret[];
  /** Ids of stored secrets that go. */
  drop: number[];
  /** A signing secret that nobody has seen yet. */
  generated: { scheme: Scheme; secret: string } | null;
}

/** In place of a pasted signing secret: a new one is made. */
export const GENERATE = 'generate';

const NONE_STORED = 'Give the secret: none is stored under this key';
const NOT_READ_BACK = 'Give the value: the stored secret is never read back';
const NOT_EXPORTED = 'No export holds secrets: give it, for until then nothing is sent';
const NOT_SHOWN = 'An import cannot show what it generates: leave it out, and rotate it afterwards';
const HOST_CHANGES = 'Give it again because the host changes';

/** What a write of a webhook does to its secrets: what it gives replaces, what it leaves out stays. */
export function planSecrets(change: SecretsChange): SecretsPlan {
  const { before, after, writer } = change;
  const elsewhere =
    before !== null && writer !== 'configuration' && originChanged(before.url, after.url);
  const headers = planHeaders(change, elsewhere);
  const signing = planSigning(change, elsewhere);
  return {
    violations: [...headers.violations, ...signing.violations],
    missing: [...headers.missing, ...signing.missing],
    set: [...headers.set, ...signing.set],
    drop: [...headers.drop, ...signing.drop],
    generated: signing.generated,
  };
}

/** Whether a write of these attributes can concern secrets at all. */
export function touchesSecrets(names: readonly string[]): boolean {
  return names.some((name) => TOUCHING.has(name));
}

const TOUCHING = new Set(['url', 'headers', 'signing', 'signingSecret']);

function planHeaders({ after, stored, writer }: SecretsChange, elsewhere: boolean): SecretsPlan {
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
    } else if (elsewhere) plan.violations.push({ path, message: HOST_CHANGES });
    else kept.add(name);
  });
  plan.drop = own.filter(({ name }) => !kept.has(name)).map(({ id }) => id);
  return plan;
}

function planSigning(change: SecretsChange, elsewhere: boolean): SecretsPlan {
  const { after, signingSecret, stored, writer } = change;
  const { signing } = after;
  const keys = stored.filter(({ kind }) => kind === 'signing');
  const own = keys.filter(({ name }) => name === signing);
  const path = ['signingSecret'];
  if (signing === 'none') {
    const message = 'Choose first how requests are signed: hmac or ed25519';
    const violations = signingSecret === undefined ? [] : [{ path, message }];
    return { ...emptyPlan(), violations, drop: idsOf(keys) };
  }
  if (signingSecret === GENERATE && writer === 'import') {
    return { ...emptyPlan(), violations: [{ path, message: NOT_SHOWN }] };
  }
  if (signingSecret !== undefined && signingSecret !== GENERATE) {
    const message = problemOfSecret(signing, signingSecret);
    if (message !== null) return { ...emptyPlan(), violations: [{ path, message }] };
    const set: PlannedSecret = { kind: 'signing', name: signing, text: signingSecret, path };
    return { ...emptyPlan(), set: [set], drop: idsOf(keys) };
  }
  if (signingSecret === undefined && own.length > 0) {
    const message = `${HOST_CHANGES}, or "${GENERATE}" for a new one`;
    const violations = elsewhere ? [{ path, message }] : [];
    return { ...emptyPlan(), violations, drop: idsOf(keys.filter((key) => !own.includes(key))) };
  }
  if (signingSecret === undefined && writer === 'import') {
    const missing = [{ path, message: NOT_EXPORTED }];
    return { ...emptyPlan(), missing, drop: idsOf(keys) };
  }
  const secret = generateSecret(signing);
  const set: PlannedSecret = { kind: 'signing', name: signing, text: secret, path: ['signing'] };
  return {
    ...emptyPlan(),
    set: [set],
    drop: idsOf(keys),
    generated: { scheme: signing, secret },
  };
}

function emptyPlan(): SecretsPlan {
  return { violations: [], missing: [], set: [], drop: [], generated: null };
}

function idsOf(secrets: readonly StoredSecret[]): number[] {
  return secrets.map(({ id }) => id);
}
