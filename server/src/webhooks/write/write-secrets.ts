import type { Header, WebhookAttributes } from '../../contracts/webhook';
import type { Cipher } from '../../secrets/cipher';
import { planSecrets, touchesSecrets } from '../../secrets/plan-secrets';
import type { StoredSecret } from '../../secrets/secret-rows';
import { sealSecrets, type SealedSecrets } from '../../secrets/store-secrets';
import type { ValidAttributes } from '../../validation/validate-webhook';
import type { StoredWebhook } from '../stored/stored-webhook';
import { currentWriter } from '../stored/write-origin';

export interface SecretsWrite {
  /** The stored webhook; null for a new one. */
  stored: StoredWebhook | null;
  /** Its stored secrets. */
  secrets: readonly StoredSecret[];
  /** The valid attributes of the write. */
  valid: ValidAttributes;
}

/** Placeholders for invalid attributes of a new webhook. */
const NO_SECRETS = { url: '', headers: [], signing: 'none' } as const;

/** The encrypted secrets of a write; null if it changes no secret. */
export function sealedSecrets(
  cipher: Pick<Cipher, 'encrypt'>,
  { stored, secrets, valid }: SecretsWrite,
): SealedSecrets | null {
  if (stored && !touchesSecrets(Object.keys(valid))) return null;
  const plan = planSecrets({
    before: stored,
    after: { ...NO_SECRETS, ...stored, ...valid } as WebhookAttributes,
    signingSecret: valid.signingSecret,
    stored: secrets,
    writer: currentWriter(),
  });
  return sealSecrets(plan, cipher);
}

/** The attributes without secrets, for the webhook's own table. */
export function withoutSecrets({ signingSecret, ...valid }: ValidAttributes): ValidAttributes {
  return valid.headers ? { ...valid, headers: valid.headers.map(withoutSecret) } : valid;
}

function withoutSecret(header: Header): Header {
  return header.secret ? { ...header, value: null } : header;
}
