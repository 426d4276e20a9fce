import { inSchema, type Connection } from '../outbox/database/tables';
import { SECRET_TABLE, WEBHOOK_TABLE } from '../plugin-id';
import type { Scheme } from '../signing/signing-secret';

interface Stored {
  id: number;
  webhookId: string;
  ciphertext: string;
  /** Epoch milliseconds. */
  createdAt: number;
}

export interface HeaderSecret extends Stored {
  kind: 'header';
  /** The lower-case header name. */
  name: string;
}

export interface StoredSigningSecret extends Stored {
  kind: 'signing';
  name: Scheme;
  /** Epoch milliseconds; null for the newest. */
  expiresAt: number | null;
}

export type StoredSecret = HeaderSecret | StoredSigningSecret;

/** A secret to insert. */
export type NewSecret = Pick<StoredSecret, 'kind' | 'name' | 'webhookId' | 'ciphertext'>;

interface Row {
  id: number;
  webhook_id: string;
  kind: string;
  name: string;
  ciphertext: string;
  created_at: number | string;
  expires_at: number | string | null;
}

/** The secrets of these webhooks, or of all; newest first. */
export async function findSecrets(
  connection: Connection,
  webhookIds?: readonly string[],
): Promise<StoredSecret[]> {
  const query = secrets(connection).orderBy('id', 'desc');
  if (webhookIds) void query.whereIn('webhook_id', webhookIds);
  return ((await query) as Row[]).map(secretOf);
}

/**
 * The ids of all secrets. Secrets are never updated in place, so the ids change with any change.
 */
export async function secretIds(connection: Connection): Promise<string> {
  const rows = (await secrets(connection).select('id').orderBy('id', 'desc')) as { id: number }[];
  return rows.map(({ id }) => id).join();
}

export async function insertSecret(
  transaction: Connection,
  { webhookId, kind, name, ciphertext }: NewSecret,
): Promise<void> {
  const created_at = Date.now();
  await secrets(transaction).insert({
    webhook_id: webhookId,
    kind,
    name,
    ciphertext,
    created_at,
    expires_at: null,
  });
}

/** Deletes all secrets of one webhook. */
export async function deleteSecrets(transaction: Connection, webhookId: string): Promise<void> {
  await secrets(transaction).where({ webhook_id: webhookId }).delete();
}

export async function deleteSecretsById(transaction: Connection, ids: number[]): Promise<void> {
  await secrets(transaction).whereIn('id', ids).delete();
}

/** Deletes signing keys whose overlap has ended. */
export async function deleteExpiredSecrets(connection: Connection): Promise<void> {
  await secrets(connection).where('expires_at', '<=', Date.now()).delete();
}

/**
 * Deletes the secrets of webhooks that no longer exist: `strapi.db.query` can delete one without
 * events.
 */
export async function deleteAbandonedSecrets(connection: Connection): Promise<void> {
  // Two plain reads: a single statement would lock both tables on MySQL and compare columns with
  // possibly different collations. Secrets are read first, because they never commit before their
  // webhook.
  const kept = await secrets(connection).select<KeptFor[]>('id', 'webhook_id');
  if (kept.length === 0) return;
  const webhooks = await connection(inSchema(connection, WEBHOOK_TABLE))
    .distinct<{ document_id: string }[]>('document_id')
    .whereNotNull('document_id');
  const known = new Set(webhooks.map((row) => row.document_id));
  const abandoned = kept.filter((row) => !known.has(row.webhook_id)).map(({ id }) => id);
  if (abandoned.length > 0) await deleteSecretsById(connection, abandoned);
}

type KeptFor = Pick<Row, 'id' | 'webhook_id'>;

/** Sets when these signing keys expire. */
export async function expireSecrets(
  transaction: Connection,
  ids: number[],
  expiresAt: number,
): Promise<void> {
  await secrets(transaction).whereIn('id', ids).update({ expires_at: expiresAt });
}

function secrets(connection: Connection) {
  return connection(inSchema(connection, SECRET_TABLE));
}

/** Only this file writes `kind` and `name`. */
function secretOf(row: Row): StoredSecret {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    kind: row.kind,
    name: row.name,
    ciphertext: row.ciphertext,
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
  } as StoredSecret;
}
