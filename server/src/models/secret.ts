import { SECRET_MODEL_UID, SECRET_TABLE } from '../plugin-id';
import { columns } from './columns';

/** What must not be read: encrypted, and internal, so that `strapi transfer` and `export` never copy it. */
export const secretModel = {
  uid: SECRET_MODEL_UID,
  singularName: 'document_webhooks_secret',
  tableName: SECRET_TABLE,
  attributes: {
    /** The highest of a kind and name is the newest. */
    id: columns.id(),
    webhookId: columns.string(),
    /** `header` or `signing`. */
    kind: columns.string(),
    /** A header's key in lower case; how a signing key signs. */
    name: columns.string(),
    /** By `admin::encryption`. */
    ciphertext: columns.text(),
    createdAt: columns.epochMs(),
    /** Of a signing key that was rotated away: until when it signs beside the newer one. */
    expiresAt: columns.epochMs(),
  },
  indexes: [{ name: 'document_webhooks_secrets_webhook', columns: ['webhook_id'] }],
};
