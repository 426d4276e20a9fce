import type { Connection } from '../outbox/database/tables';
import { validationError } from '../validation/parse-with';
import { ENCRYPTION_KEY, type Cipher } from './cipher';
import { tellGenerated } from './generated';
import type { SecretsPlan } from './plan-secrets';
import { deleteSecretsById, insertSecret, type NewSecret } from './secret-rows';

/** A plan with encrypted secrets, ready to be stored. */
export interface SealedSecrets extends Pick<SecretsPlan, 'missing' | 'drop' | 'generated'> {
  insert: Omit<NewSecret, 'webhookId'>[];
}

export const WITHOUT_KEY = `There is no encryption key for secrets. Set ${ENCRYPTION_KEY} in config/admin, and save again`;

/**
 * Throws a `ValidationError` that names each invalid attribute, also if there is no encryption key.
 */
export function sealSecrets(
  { violations, missing, set, drop, generated }: SecretsPlan,
  cipher: Pick<Cipher, 'encrypt'>,
): SealedSecrets {
  if (violations.length > 0) throw validationError(violations);
  const sealed = set.map(({ kind, name, text, path }) => ({
    secret: { kind, name, ciphertext: cipher.encrypt(text) },
    path,
  }));
  const unsealed = sealed.filter(({ secret }) => secret.ciphertext === null);
  if (unsealed.length > 0) {
    throw validationError(unsealed.map(({ path }) => ({ path, message: WITHOUT_KEY })));
  }
  return {
    insert: sealed.map(({ secret }) => secret as SealedSecrets['insert'][number]),
    missing,
    drop,
    generated,
  };
}

/** Call it in the transaction that writes the webhook. */
export async function storeSecrets(
  transaction: Connection,
  webhookId: string,
  { insert, drop, generated }: SealedSecrets,
): Promise<void> {
  if (drop.length > 0) await deleteSecretsById(transaction, drop);
  for (const secret of insert) await insertSecret(transaction, { ...secret, webhookId });
  if (generated) tellGenerated(generated);
}
