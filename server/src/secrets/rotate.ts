import type { Connection } from '../outbox/database/tables';
import { acquireAdvisoryLock } from '../outbox/database/advisory-lock';
import type { Scheme } from '../signing/signing-secret';
import {
  deleteSecretsById,
  expireSecrets,
  findSecrets,
  insertSecret,
  type StoredSigningSecret,
} from './secret-rows';

export interface RotationResult {
  webhookId: string;
  scheme: Scheme;
  ciphertext: string;
  /** Milliseconds during which the old key also signs. */
  overlapMs: number;
}

/** Maximum number of active keys, because each one lengthens the signature header. */
const MAX_KEYS = 5;

/** Adds a new key. The old key also signs until the overlap ends. */
export async function rotate(
  transaction: Connection,
  { webhookId, scheme, ciphertext, overlapMs }: RotationResult,
): Promise<void> {
  await acquireAdvisoryLock(transaction, 'secrets');
  const now = Date.now();
  const keys = (await findSecrets(transaction, [webhookId])).filter(
    (secret): secret is StoredSigningSecret => secret.kind === 'signing',
  );
  const removed = keys.filter(
    ({ name, expiresAt }, index) =>
      overlapMs === 0 ||
      name !== scheme ||
      index >= MAX_KEYS - 1 ||
      (expiresAt !== null && expiresAt <= now),
  );
  const until = now + overlapMs;
  const remaining = keys.filter((key) => !removed.includes(key));
  const longer = remaining.filter(({ expiresAt }) => expiresAt === null || expiresAt > until);
  await deleteSecretsById(transaction, removed.map(idOf));
  await expireSecrets(transaction, longer.map(idOf), until);
  await insertSecret(transaction, { kind: 'signing', name: scheme, webhookId, ciphertext });
}

function idOf({ id }: StoredSigningSecret): number {
  return id;
}
