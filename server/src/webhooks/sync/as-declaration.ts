import type { Header } from '../../contracts/webhook';
import { GENERATE } from '../../secrets/plan-secrets';
import type { DecryptedSecrets } from '../../secrets/reveal';
import type { ValidAttributes } from '../../validation/validate-webhook';
import type { StoredWebhook } from '../stored/stored-webhook';

/** A stored webhook and its secrets. */
export interface Known {
  stored: StoredWebhook;
  revealed: DecryptedSecrets;
  /**
   * True if there is an encryption key. Without one, a secret cannot be compared and counts as
   * unchanged.
   */
  hasKey: boolean;
}

/**
 * Converts a stored webhook to the form of its declaration, to compare the two. Without this,
 * secrets would be rewritten at each boot.
 */
export function asDeclaration(
  { stored, revealed, hasKey }: Known,
  declared: ValidAttributes,
): ValidAttributes {
  const wanted = new Map((declared.headers ?? []).map((it) => [it.key.toLowerCase(), it.value]));
  const headers = stored.headers.map((header): Header => {
    const name = header.key.toLowerCase();
    const same = wanted.get(name) ?? null;
    return header.secret && same !== null
      ? { ...header, value: comparable(revealed.headers.get(name), { hasKey, same }) }
      : header;
  });
  const { signingSecret } = declared;
  if (signingSecret === undefined) return { ...stored, headers };
  const newest = revealed.signing.find(({ name }) => name === declared.signing);
  const known =
    signingSecret === GENERATE && newest
      ? signingSecret
      : comparable(newest?.secret, { hasKey, same: signingSecret });
  return { ...stored, headers, signingSecret: known ?? undefined };
}

function comparable(
  secret: string | null | undefined,
  { hasKey, same }: { hasKey: boolean; same: string },
): string | null {
  return secret === null && !hasKey ? same : (secret ?? null);
}
