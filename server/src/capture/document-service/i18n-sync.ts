import type { Core, UID } from '@strapi/strapi';

import type { Model } from '../../schema/model';
import { watchedType, type WatchedType } from '../../schema/watched-type';
import type { CaptureParts } from '../capture-parts';
import { deepEqual } from '../filter/deep-equal';
import { inScope } from '../write-scope/close-scope';
import type { Row } from '../filter/projection';
import { readSources } from './read-before';
import { identityIn, type RowIdentity } from '../query-engine/row-identity';
import { currentFrame, scopeOf, type RowWrite, type WriteScope } from '../write-scope/write-scope';

type Copy = (source: Row, model: Model) => Promise<void>;

interface Localizations {
  syncNonLocalizedAttributes?: Copy;
}

/** What i18n itself reads and compares to find out whether there is something to copy. */
interface LocalizedFields {
  getNestedPopulateOfNonLocalizedAttributes(uid: string): string[];
  copyNonLocalizedAttributes(model: Model, row: Row): Row;
}

/**
 * Looks at the rows of the other locales before i18n copies the fields that they share into them: it
 * writes all of these fields into each, and replaces components before it comes to their row. The lock
 * keeps others from changing a row between that look and the copy. Where i18n is not as it was in
 * 5.54, each copy counts as an update.
 */
export function wrapCopying(parts: CaptureParts): void {
  const { strapi, registry } = parts;
  const localizations = strapi.plugin('i18n').service<Localizations>('localizations');
  const { syncNonLocalizedAttributes: copy } = localizations;
  if (!copy) return;

  localizations.syncNonLocalizedAttributes = async (source, model) => {
    const frame = currentFrame();
    const subscriptions = frame ? scopeOf(frame).subscriptions : registry.subscriptions();
    const webhooks = subscriptions.wanting(model.uid, 'entry.update');
    if (webhooks.length === 0) return copy(source, model);
    const copying = new Map<number, Row>();
    return inScope(parts, { subscriptions, copying }, async () => {
      const own = currentFrame();
      if (own) await readTargets(parts, scopeOf(own), { source, model, copying });
      return copy(source, model);
    });
  };
}

/** Rows that are as they were before i18n wrote to them, and that nobody else wrote. */
export async function unchangedCopies(
  strapi: Core.Strapi,
  {
    type,
    writes,
    now,
  }: { type: WatchedType; writes: RowWrite[]; now: ReadonlyMap<number, unknown> },
): Promise<Set<number>> {
  const unchanged = new Set<number>();
  for (const id of new Set(writes.flatMap((it) => (it.copiedOver ? [it.id] : [])))) {
    const own = writes.filter((write) => write.id === id);
    const before = own.every(({ copiedOver }) => copiedOver) ? own[0]?.copiedOver : null;
    if (!before || !now.has(id)) continue;
    // A hook may have added a field that i18n does not copy.
    const names = own.flatMap(({ call }) => Object.keys(call.params.data as Row));
    if (!names.every((name) => name in before)) continue;
    const populate = populateOf(strapi, type.uid);
    const after: unknown = await strapi.db.query(type.uid).findOne({ where: { id }, populate });
    if (deepEqual(contentOf(strapi, type.model, after as Row), before)) unchanged.add(id);
  }
  return unchanged;
}

interface Copied {
  source: Row;
  model: Model;
  copying: Map<number, Row>;
}

async function readTargets(
  parts: CaptureParts,
  { before, subscriptions }: WriteScope,
  { source, model, copying }: Copied,
): Promise<void> {
  const { strapi, entries } = parts;
  const uid = model.uid as UID.ContentType;
  const found: unknown = await strapi.db
    .queryBuilder(uid)
    .init({ where: targetsOf(source), populate: populateOf(strapi, uid) })
    .forUpdate()
    .execute();
  const type = watchedType(strapi, uid);
  const rows: RowIdentity[] = [];
  for (const row of found as Row[]) {
    copying.set(row['id'] as number, contentOf(strapi, model, row));
    rows.push(...[identityIn(type, row)].filter((it) => it !== null));
  }
  const webhooks = subscriptions.wanting(uid, 'entry.update');
  const reading = entries.readPlansOf(type, webhooks).before;
  if (!reading) return;
  const sources = await readSources(parts, { type, reading, rows });
  for (const row of rows) {
    const image = sources.get(row.id);
    if (image) before.keep(uid, row, { webhooks, source: image });
  }
}

/** The rows that i18n copies to: of the same status, in other locales. */
function targetsOf({ documentId, publishedAt, locale }: Row): object {
  return {
    documentId,
    publishedAt: { [publishedAt ? '$notNull' : '$null']: true },
    locale: { $ne: locale },
  };
}

/**
 * All but what changes by itself: the moment, the ids of components, and passwords, whose hash Strapi
 * hashes once more with every publish.
 */
function contentOf(strapi: Core.Strapi, model: Model, row: Row): Row {
  const shared = localizedFields(strapi).copyNonLocalizedAttributes(model, row);
  const content: Row = { ...row, ...shared, updatedAt: null };
  for (const [name, { type }] of Object.entries(model.attributes)) {
    if (type === 'password') content[name] = null;
  }
  return content;
}

function populateOf(strapi: Core.Strapi, uid: string): string[] {
  return localizedFields(strapi).getNestedPopulateOfNonLocalizedAttributes(uid);
}

function localizedFields(strapi: Core.Strapi): LocalizedFields {
  return strapi.plugin('i18n').service<LocalizedFields>('content-types');
}
