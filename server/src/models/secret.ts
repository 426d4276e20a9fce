import { SECRET_MODEL_UID, SECRET_TABLE } from '../plugin-id';
import { columns } from './columns';

/** Encrypted secrets. Internal, so that `strapi transfer` and `export` never copy them. */
export const secretModel = {
  uid: SECRET_MODEL_UID,
  singularName: 'document_webhooks_secret',
  tableName: SECRET_TABLE,
  attributes: {
    /** The highest number of a kind and name is the newest. */
    id: columns.id(),
    webhookId: columns.string(),
    /** `header` or `signing`. */
    kind: columns.string(),
    /** A header's key in lower case, or the scheme of a signing key. */
    name: columns.string(),
    /** Encrypted by `admin::encryption`. */
    ciphertext: columns.text(),
    createdAt: columns.epochMs(),
    /** For a rotated signing key: until when it signs beside the newer one. */
    expiresAt: columns.epochMs(),
  },
  indexes: [{ name: 'document_webhooks_secrets_webhook', columns: ['webhook_id'] }],
};
