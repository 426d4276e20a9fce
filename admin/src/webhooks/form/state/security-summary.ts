import type { SigningKey } from '../../../../../server/src/contracts/webhook';
import type { SecretSource } from '../../signing/secret-source';

/** The signature after the form is saved. */
export type SigningSummary =
  /** A secret that is not stored yet. */
  | { kind: 'generate' | 'paste' }
  /** The stored one; `until` is set while an older one signs beside it. */
  | { kind: 'keep'; since: string; until: string | null };

export function signingSummaryOf(source: SecretSource, storedKeys: SigningKey[]): SigningSummary {
  const [newest, ...older] = storedKeys;
  if (source !== 'keep') return { kind: source };
  if (!newest) return { kind: 'generate' };
  return { kind: 'keep', since: newest.createdAt, until: older[0]?.expiresAt ?? null };
}
