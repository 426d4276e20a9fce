import type { Core } from '@strapi/strapi';

import { isCustomEvent } from '../../contracts/events';
import {
  parseCapturedPaths,
  type CapturedPaths,
  type Holding,
} from '../../outbox/operator/captured-paths';
import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import type { Model } from '../../schema/model';
import { mergeTrees, treeOf, WHOLE, type PathTree } from '../../schema/path-tree';
import type { SubscriptionParts } from '../../validation/attributes/subscription';
import {
  hiddenIn,
  hiddenRelations,
  isReadable,
  describeHidden,
  type Hidden,
  type ReadAccess,
} from '../../validation/references/unreadable-fields';
import { readAccessOf, type Ability } from './ability';
import { partsOf } from './find-violations';

/**
 * The fields in these deliveries that the user cannot read, as `total of Quotation`; null if they
 * can read all.
 */
export function hiddenInDeliveries(
  strapi: Core.Strapi,
  ability: Ability,
  holdings: Holding[],
): string | null {
  const access = readAccessOf(ability);
  const parts = partsOf(strapi);
  const hidden = holdings.flatMap((holding) => hiddenInOne(holding, access, parts));
  return hidden.length === 0 ? null : describeHidden(hidden);
}

function hiddenInOne(
  { event, uid, capturedPaths }: Holding,
  access: ReadAccess,
  parts: SubscriptionParts,
): Hidden[] {
  // The data of a custom event belongs to no document.
  if (uid === null) return [];
  const { catalogue } = parts;
  const model = catalogue.contentType(uid)?.model;
  if (!model) {
    const readsAll = catalogue
      .all()
      .every((it) => isReadable({ model: it, tree: WHOLE }, access, catalogue.getModel));
    return readsAll ? [] : [{ type: uid, field: null }];
  }
  if (isCustomEvent(event)) {
    return access.type(uid) ? [] : [{ type: model.info?.displayName ?? uid, field: null }];
  }
  const captured = parseCapturedPaths(capturedPaths);
  const tree = treeOfCaptured(captured, model, parts);
  const hidden = hiddenIn({ model, tree }, access, catalogue.getModel);
  return captured.whole ? [...hidden, ...hiddenRelations(model, access, parts)] : hidden;
}

function treeOfCaptured(
  { whole, paths, watched, changed }: CapturedPaths,
  model: Model,
  { catalogue: { getModel } }: SubscriptionParts,
): PathTree {
  const treeFor = (texts: string[]) => treeOf(texts.map((path) => path.split('.')));
  return mergeTrees([
    treeFor(paths),
    comparisonTree(model, treeFor(watched), getModel),
    ...(whole ? [WHOLE] : []),
    ...(changed ? [comparisonTree(model, contentOf(model), getModel)] : []),
  ]);
}
