import type { Core, UID } from '@strapi/strapi';

import type { Model } from '../schema/model';
import { watchedType, type WatchedType } from '../schema/watched-type';
import { readSources } from './capture-rows';
import type { CaptureParts } from './capture-parts';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { withCopying, type Copying } from './place';
import { isSame } from './is-same';
import type { Row } from './project';
import type { LifecycleEvent } from './query-hooks';
import type { WrittenRow } from './written-rows';

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
    const webhooks = registry.subscriptions().wanting(model.uid, 'entry.update');
    if (webhooks.length === 0) return copy(source, model);
    await strapi.db.transaction(async () => {
      const copying = await readTargets(parts, { source, model, webhooks });
      await withCopying(copying, () => copy(source, model));
    });
  };
}

/** Whether the row is as it was before i18n wrote to it. */
export async function isAsBefore(
  strapi: Core.Strapi,
  { uid, model }: WatchedType,
  { copying, id, event }: { copying: Copying; id: number; event: LifecycleEvent },
): Promise<boolean> {
  const before = copying.rows.get(id);
  // A hook may have added a field that i18n does not copy.
  const data = event.params.data as Row;
  if (!before || !Object.keys(data).every((name) => name in before)) return false;
  const where = { id };
  const after: unknown = await strapi.db
    .query(uid)
    .findOne({ where, populate: populateOf(strapi, uid) });
  return isSame(contentOf(strapi, model, after as Row), before);
}

interface Copied {
  source: Row;
  model: Model;
  webhooks: readonly WebhookInForce[];
}

async function readTargets(
  parts: CaptureParts,
  { source, model, webhooks }: Copied,
): Promise<Copying> {
  const { strapi, entries } = parts;
  const uid = model.uid as UID.ContentType;
  const found: unknown = await strapi.db
    .queryBuilder(uid)
    .init({ where: targetsOf(source), populate: populateOf(strapi, uid) })
    .forUpdate()
    .execute();
  const rows = found as (Row & WrittenRow)[];
  const type = watchedType(strapi, uid);
  const reading = entries.readingsOf(type, webhooks).before;
  return {
    uid,
    webhooks,
    rows: new Map(rows.map((row) => [row.id, contentOf(strapi, model, row)])),
    sources: reading ? await readSources(parts, { type, reading, rows }) : undefined,
  };
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
