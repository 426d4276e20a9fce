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
  /** For how long the present key signs beside the new one. */
  overlapMs: number;
}

/** Most keys that sign at once: each lengthens a header. */
const MOST_KEYS = 5;

/** A new key signs from now on, and the old one beside it until the overlap is over. */
export async function rotate(
  transaction: Connection,
  { webhookId, scheme, ciphertext, overlapMs }: RotationResult,
): Promise<void> {
  await acquireAdvisoryLock(transaction, 'secrets');
  const now = Date.now();
  const keys = (await findSecrets(transaction, [webhookId])).filter(
    (secret): secret is StoredSigningSecret => secret.kind === 'signing',
  );
  const over = keys.filter(
    ({ name, expiresAt }, index) =>
      overlapMs === 0 ||
      name !== scheme ||
      index >= MOST_KEYS - 1 ||
      (expiresAt !== null && expiresAt <= now),
  );
  const until = now + overlapMs;
  const staying = keys.filter((key) => !over.includes(key));
  const endless = staying.filter(({ expiresAt }) => expiresAt === null || expiresAt > until);
  await deleteSecretsById(transaction, over.map(idOf));
  await expireSecrets(transaction, endless.map(idOf), until);
  await insertSecret(transaction, { kind: 'signing', name: scheme, webhookId, ciphertext });
}

function idOf({ id }: StoredSigningSecret): number {
  return id;
}
