import type { FieldError } from '../../contracts/envelope';
import type { WebhookAttributes } from '../../contracts/webhook';
import { isContextPath, pathBefore } from '../../mapping/context-fields';
import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import { fieldsRead } from '../../schema/fields-read';
import { polymorphicIn, type GetModel, type Model } from '../../schema/model';
import { mergeTrees, treeOf, WHOLE, type PathTree } from '../../schema/path-tree';
import { namedByExpressions, type Place } from './named-fields';
import type { SubscriptionParts } from '../attributes/subscription';

/** What one person may read in the Content Manager. */
export interface ReadAccess {
  type(uid: string): boolean;
  /** `field` as roles are granted them: `seo.title`. */
  field(uid: string, field: string): boolean;
}

export type Naming = Parameters<typeof namedByExpressions>[0] &
  Pick<WebhookAttributes, 'contentTypes' | 'watchedFields' | 'mapping'>;

/** All that a webhook reads of documents of a type, wherever it names it. */
export function namedTree(webhook: Naming, model: Model, parts: SubscriptionParts): PathTree {
  return mergeTrees(namedTrees(webhook, model, parts).map(({ tree }) => tree));
}

/** What a webhook names and its author may not read, with the place and the remedy. */
export function unreadableFields(
  webhook: Naming,
  access: ReadAccess,
  parts: SubscriptionParts,
): Pick<FieldError, 'path' | 'message'>[] {
  const { contentType, getModel } = parts.catalogue;
  const models = webhook.contentTypes.flatMap((uid) => contentType(uid)?.model ?? []);
  return models.flatMap((model) =>
    namedTrees(webhook, model, parts).flatMap(({ place, tree }) => {
      const hidden = hiddenIn({ model, tree }, access, getModel);
      if (webhook.payload === 'document' && place[0] === 'payload') {
        hidden.push(...hiddenRelations(model, access, parts));
      }
      return hidden.length === 0 ? [] : [{ path: place.map(String), message: remedyOf(hidden) }];
    }),
  );
}

function namedTrees(
  webhook: Naming,
  model: Model,
  { catalogue: { getModel }, compilers }: SubscriptionParts,
): { place: Place; tree: PathTree }[] {
  const { payload, mapping, watchedFields } = webhook;
  const changed = (): PathTree => comparisonTree(model, contentOf(model), getModel);
  const mapped = (fieldname: string): PathTree => {
    if (fieldname === '$changed') return changed();
    const path = isContextPath(fieldname) ? pathBefore(fieldname) : fieldname;
    return treeOf(path === null ? [] : [path.split('.')]);
  };
  return [
    ...(payload === 'fields' ? mapping : []).map(({ fieldname }, index) => ({
      place: ['mapping', index, 'fieldname'],
      tree: mapped(fieldname),
    })),
    ...(payload === 'document' ? [{ place: ['payload'], tree: WHOLE }] : []),
    ...watchedFields.map((path, index) => ({
      place: ['watchedFields', index],
      tree: comparisonTree(model, treeOf([path.split('.')]), getModel),
    })),
    ...namedByExpressions(webhook, compilers).map(({ place, paths }) => ({
      place,
      tree: mergeTrees([
        paths.doc,
        paths.previous,
        ...(paths.uses.has('changed') ? [changed()] : []),
      ]),
    })),
  ];
}

/** What may not be read: a field, or all of a type. */
export interface Hidden {
  type: string;
  field: string | null;
}

/** Whether somebody may read all of what `tree` names of a type. */
export function isReadable(
  { model, tree }: { model: Model; tree: PathTree },
  access: ReadAccess,
  getModel: GetModel,
): boolean {
  return hiddenIn({ model, tree }, access, getModel).length === 0;
}

export function hiddenIn(
  { model, tree }: { model: Model; tree: PathTree },
  access: ReadAccess,
  getModel: GetModel,
): Hidden[] {
  return [...fieldsRead(model, tree, getModel).values()].flatMap(({ uid, fields }): Hidden[] => {
    const type = getModel(uid)?.info?.displayName ?? uid;
    if (!access.type(uid)) return [{ type, field: null }];
    const hidden = [...fields].filter((field) => !access.field(uid, field));
    return hidden.map((field) => ({ type, field }));
  });
}

/** Polymorphic relations, which a whole document has: they are for who may read all that they may lead to. */
export function hiddenRelations(
  model: Model,
  access: ReadAccess,
  { catalogue: { getModel, all } }: SubscriptionParts,
): Hidden[] {
  const names = polymorphicIn(model);
  const mayRead = (it: Model) => isReadable({ model: it, tree: WHOLE }, access, getModel);
  if (names.length === 0 || all().every(mayRead)) return [];
  const type = model.info?.displayName ?? model.uid;
  return names.map((field) => ({ type, field }));
}

const MOST_NAMED = 3;

function remedyOf(hidden: Hidden[]): string {
  return `You may not read ${namesOfHidden(hidden)} in the Content Manager; name only fields that you may read, or ask for the permission`;
}

/** Not more than a message has room for. */
export function namesOfHidden(hidden: Hidden[]): string {
  const whats = [
    ...new Set(hidden.map(({ type, field }) => (field === null ? type : `${field} of ${type}`))),
  ];
  const more = whats.length - MOST_NAMED;
  return whats.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}
