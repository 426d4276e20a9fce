import { isDeepStrictEqual } from 'node:util';

import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { RowIdentity } from '../query-engine/row-identity';
import type { SourceRow } from '../snapshot/snapshot';

type Version = Pick<RowIdentity, 'documentId' | 'locale' | 'status'>;

interface Image {
  /** The webhooks whose fields were read; null if the row did not exist. */
  webhooks: readonly CompiledWebhook[] | null;
  source: SourceRow | null;
}

/**
 * Before-images: the state of documents before their first write. Of a changed version the fields that
 * webhooks compare, of a deleted row all fields that are sent.
 */
export interface BeforeImages {
  /** The first image of a version wins. */
  keep(uid: string, version: Version, image: Image): void;
  /** Undefined if the state before is unknown. */
  of(uid: string, version: Version, webhook: CompiledWebhook): SourceRow | null | undefined;
  keepLast(uid: string, row: RowIdentity, source: SourceRow): void;
  last(uid: string, id: number): SourceRow | undefined;
  identify(uid: string, row: RowIdentity): void;
  identityOf(uid: string, id: number): RowIdentity | undefined;
  /** Whether the version existed before; undefined if unknown. */
  existed(uid: string, version: Version): boolean | undefined;
  /** Adds the images of a later scope. Earlier images win. */
  add(later: BeforeImages): void;
  versions(): [key: string, images: Image[]][];
}

export function createBeforeImages(): BeforeImages {
  const images = new Map<string, Image[]>();
  const lasts = new Map<string, SourceRow>();
  const identities = new Map<string, RowIdentity>();
  const versions = new Set<string>();
  const documents = new Set<string>();

  function push(key: string, image: Image): void {
    const known = images.get(key);
    if (known) known.push(image);
    else images.set(key, [image]);
  }

  return {
    keep: (uid, version, image) => push(versionKey(uid, version), image),
    of(uid, version, webhook) {
      const known = images.get(versionKey(uid, version));
      const covers = (one: CompiledWebhook) => readsSameFields(one, webhook);
      return known?.find(({ webhooks }) => !webhooks || webhooks.some(covers))?.source;
    },
    keepLast: (uid, { id }, source) => void lasts.set(rowKey(uid, id), source),
    last: (uid, id) => lasts.get(rowKey(uid, id)),
    identify(uid, row) {
      identities.set(rowKey(uid, row.id), row);
      versions.add(versionKey(uid, row));
      documents.add(`${uid} ${row.documentId}`);
    },
    existed: (uid, version) =>
      documents.has(`${uid} ${version.documentId}`)
        ? versions.has(versionKey(uid, version))
        : undefined,
    identityOf: (uid, id) => identities.get(rowKey(uid, id)),
    add(later) {
      for (const [key, added] of later.versions()) for (const image of added) push(key, image);
    },
    versions: () => [...images],
  };
}

/** Compiled webhooks are replaced from time to time, also while a transaction is open. */
function readsSameFields(one: CompiledWebhook, other: CompiledWebhook): boolean {
  if (one === other) return true;
  return one.documentId === other.documentId && isDeepStrictEqual(one.fields, other.fields);
}

function versionKey(uid: string, { documentId, locale, status }: Version): string {
  return JSON.stringify([uid, documentId, locale, status]);
}

function rowKey(uid: string, id: number): string {
  return `${uid} ${String(id)}`;
}
