import type { Header, WebhookAttributes } from '../../contracts/webhook';
import type { Cipher } from '../../secrets/cipher';
import { planSecrets, touchesSecrets } from '../../secrets/plan-secrets';
import type { StoredSecret } from '../../secrets/secret-rows';
import { sealSecrets, type SealedSecrets } from '../../secrets/store-secrets';
import type { ValidAttributes } from '../../validation/validate-webhook';
import type { StoredWebhook } from '../stored/stored-webhook';
import { currentWriter } from '../stored/write-origin';

export interface SecretsWrite {
  /** As it is stored; null of a new one. */
  stored: StoredWebhook | null;
  /** Its secrets. */
  secrets: readonly StoredSecret[];
  /** What is written of it, valid. */
  valid: ValidAttributes;
}

/** In place of what is invalid in a new webhook. */
const NO_SECRETS = { url: '', headers: [], signing: 'none' } as const;

/** What a write gives besides the webhook's own attributes, encrypted; null where it concerns no secret. */
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

/** A webhook's attributes as its own table may hold them. */
export function withoutSecrets({ signingSecret, ...valid }: ValidAttributes): ValidAttributes {
  return valid.headers ? { ...valid, headers: valid.headers.map(withoutSecret) } : valid;
}

function withoutSecret(header: Header): Header {
  return header.secret ? { ...header, value: null } : header;
}
