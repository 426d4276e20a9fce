import type { Core, UID } from '@strapi/strapi';

import type { Model } from '../../schema/model';
import { watchedType, type WatchedType } from '../../schema/watched-type';
import type { CaptureParts } from '../capture-parts';
import { deepEqual } from '../filter/deep-equal';
import { inScope } from '../write-scope/close-scope';
import type { Row } from '../filter/projection';
import { readSources } from './read-before';
import { readIdentity, type RowIdentity } from '../query-engine/row-identity';
import { currentFrame, scopeOf, type RowWrite, type WriteScope } from '../write-scope/write-scope';

type Copy = (source: Row, model: Model) => Promise<void>;

interface Localizations {
  syncNonLocalizedAttributes?: Copy;
}

/** The methods with which i18n finds out whether there is something to copy. */
interface LocalizedFields {
  getNestedPopulateOfNonLocalizedAttributes(uid: string): string[];
  copyNonLocalizedAttributes(model: Model, row: Row): Row;
}

/**
 * Wraps i18n's sync of non-localized fields and reads the rows of the other locales before the copy. i18n
 * writes all of these fields into each row, and replaces components before it writes the row itself. The
 * row lock keeps other transactions from changing a row between the read and the copy. If i18n differs from
 * Strapi 5.54, each copy counts as an update.
 */
export function wrapI18nSync(parts: CaptureParts): void {
  const { strapi, registry } = parts;
  const localizations = strapi.plugin('i18n').service<Localizations>('localizations');
  const { syncNonLocalizedAttributes: copy } = localizations;
  if (!copy) return;

  localizations.syncNonLocalizedAttributes = async (source, model) => {
    const frame = currentFrame();
    const subscriptions = frame ? scopeOf(frame).subscriptions : registry.subscriptions();
    const webhooks = subscriptions.wanting(model.uid, 'entry.update');
    if (webhooks.length === 0) return copy(source, model);
    const rowsBeforeCopy = new Map<number, Row>();
    return inScope(parts, { subscriptions, rowsBeforeCopy }, async () => {
      const inner = currentFrame();
      if (inner) await readTargets(parts, scopeOf(inner), { source, model, rowsBeforeCopy });
      return copy(source, model);
    });
  };
}

/** Ids of rows that i18n left unchanged and that nothing else wrote. */
export async function unchangedCopies(
  strapi: Core.Strapi,
  {
    type,
    writes,
    now,
  }: { type: WatchedType; writes: RowWrite[]; now: ReadonlyMap<number, unknown> },
): Promise<Set<number>> {
  const unchanged = new Set<number>();
  for (const id of new Set(writes.flatMap((it) => (it.contentBeforeCopy ? [it.id] : [])))) {
    const rowWrites = writes.filter((write) => write.id === id);
    const before = rowWrites.every(({ contentBeforeCopy }) => contentBeforeCopy)
      ? rowWrites[0]?.contentBeforeCopy
      : null;
    if (!before || !now.has(id)) continue;
    // A lifecycle hook may have added a field that i18n does not copy.
    const names = rowWrites.flatMap(({ call }) => Object.keys(call.params.data as Row));
    if (!names.every((name) => name in before)) continue;
    const populate = sharedPopulate(strapi, type.uid);
    const after: unknown = await strapi.db.query(type.uid).findOne({ where: { id }, populate });
    if (deepEqual(comparableContent(strapi, type.model, after as Row), before)) unchanged.add(id);
  }
  return unchanged;
}

interface Copied {
  source: Row;
  model: Model;
  rowsBeforeCopy: Map<number, Row>;
}

async function readTargets(
  parts: CaptureParts,
  { before, subscriptions }: WriteScope,
  { source, model, rowsBeforeCopy }: Copied,
): Promise<void> {
  const { strapi, reader } = parts;
  const uid = model.uid as UID.ContentType;
  const found: unknown = await strapi.db
    .queryBuilder(uid)
    .init({ where: whereTargets(source), populate: sharedPopulate(strapi, uid) })
    .forUpdate()
    .execute();
  const type = watchedType(strapi, uid);
  const rows: RowIdentity[] = [];
  for (const row of found as Row[]) {
    rowsBeforeCopy.set(row['id'] as number, comparableContent(strapi, model, row));
    rows.push(...[readIdentity(type, row)].filter((it) => it !== null));
  }
  const webhooks = subscriptions.wanting(uid, 'entry.update');
  const plan = reader.readPlansOf(type, webhooks).before;
  if (!plan) return;
  const sources = await readSources(parts, { type, plan, rows });
  for (const row of rows) {
    const image = sources.get(row.id);
    if (image) before.keep(uid, row, { webhooks, source: image });
  }
}

/** The rows that i18n copies to: the other locales with the same status. */
function whereTargets({ documentId, publishedAt, locale }: Row): object {
  return {
    documentId,
    publishedAt: { [publishedAt ? '$notNull' : '$null']: true },
    locale: { $ne: locale },
  };
}

/**
 * Content of a row for the comparison. Leaves out values that change with every write: `updatedAt`, ids of
 * components, and passwords, which Strapi hashes again with every publish.
 */
function comparableContent(strapi: Core.Strapi, model: Model, row: Row): Row {
  const shared = localizedFields(strapi).copyNonLocalizedAttributes(model, row);
  const content: Row = { ...row, ...shared, updatedAt: null };
  for (const [name, { type }] of Object.entries(model.attributes)) {
    if (type === 'password') content[name] = null;
  }
  return content;
}

function sharedPopulate(strapi: Core.Strapi, uid: string): string[] {
  return localizedFields(strapi).getNestedPopulateOfNonLocalizedAttributes(uid);
}

function localizedFields(strapi: Core.Strapi): LocalizedFields {
  return strapi.plugin('i18n').service<LocalizedFields>('content-types');
}
