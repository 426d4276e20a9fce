import type { FieldError } from '../../contracts/envelope';
import type { WebhookAttributes } from '../../contracts/webhook';
import { isContextPath, pathBefore } from '../../mapping/context-fields';
import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import { fieldsRead } from '../../schema/fields-read';
import { polymorphicIn, type GetModel, type Model } from '../../schema/model';
import { mergeTrees, treeOf, WHOLE, type PathTree } from '../../schema/path-tree';
import { expressionReferences, type Place } from './referenced-fields';
import type { SubscriptionParts } from './catalogue';

/** The types and fields that a user can read in the Content Manager. */
export interface ReadAccess {
  type(uid: string): boolean;
  /** `field`: the permission's name of the field, such as `seo.title`. */
  field(uid: string, field: string): boolean;
}

export type ReadingWebhook = Parameters<typeof expressionReferences>[0] &
  Pick<WebhookAttributes, 'contentTypes' | 'watchedFields' | 'mapping'>;

/** Everything that a webhook reads of documents of a type. */
export function webhookReadTree(
  webhook: ReadingWebhook,
  model: Model,
  parts: SubscriptionParts,
): PathTree {
  return mergeTrees(readTrees(webhook, model, parts).map(({ tree }) => tree));
}

/** Violations for fields that a webhook references and its author cannot read. */
export function unreadableFields(
  webhook: ReadingWebhook,
  access: ReadAccess,
  parts: SubscriptionParts,
): Pick<FieldError, 'path' | 'message'>[] {
  const { contentType, getModel } = parts.catalogue;
  const models = webhook.contentTypes.flatMap((uid) => contentType(uid)?.model ?? []);
  return models.flatMap((model) =>
    readTrees(webhook, model, parts).flatMap(({ place, tree }) => {
      const hidden = hiddenIn({ model, tree }, access, getModel);
      if (webhook.payload === 'document' && place[0] === 'payload') {
        hidden.push(...hiddenRelations(model, access, parts));
      }
      return hidden.length === 0
        ? []
        : [{ path: place.map(String), message: unreadableMessage(hidden) }];
    }),
  );
}

function readTrees(
  webhook: ReadingWebhook,
  model: Model,
  { catalogue: { getModel }, compilers }: SubscriptionParts,
): { place: Place; tree: PathTree }[] {
  const { payload, mapping, watchedFields } = webhook;
  const changedTree = (): PathTree => comparisonTree(model, contentOf(model), getModel);
  const mapped = (fieldname: string): PathTree => {
    if (fieldname === '$changed') return changedTree();
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
    ...expressionReferences(webhook, compilers).map(({ place, paths }) => ({
      place,
      tree: mergeTrees([
        paths.doc,
        paths.previous,
        ...(paths.uses.has('changed') ? [changedTree()] : []),
      ]),
    })),
  ];
}

/** An unreadable field; `field` is null if the whole type is unreadable. */
export interface Hidden {
  type: string;
  field: string | null;
}

/** True if the user can read everything in `tree`. */
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

/**
 * Polymorphic relations of a whole document. Reading them requires read access to all possible
 * target types.
 */
export function hiddenRelations(
  model: Model,
  access: ReadAccess,
  { catalogue: { getModel, all } }: SubscriptionParts,
): Hidden[] {
  const names = polymorphicIn(model);
  const canRead = (it: Model) => isReadable({ model: it, tree: WHOLE }, access, getModel);
  if (names.length === 0 || all().every(canRead)) return [];
  const type = model.info?.displayName ?? model.uid;
  return names.map((field) => ({ type, field }));
}

const MAX_LISTED = 3;

function unreadableMessage(hidden: Hidden[]): string {
  return `You cannot read ${describeHidden(hidden)} in the Content Manager. Remove the reference, or ask for the permission`;
}

/** A comma-separated list, shortened to fit a message. */
export function describeHidden(hidden: Hidden[]): string {
  const whats = [
    ...new Set(hidden.map(({ type, field }) => (field === null ? type : `${field} of ${type}`))),
  ];
  const more = whats.length - MAX_LISTED;
  return whats.slice(0, MAX_LISTED).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}
