import type { Core } from '@strapi/strapi';

import { isCustomEvent } from '../../contracts/events';
import {
  parseCapturedPaths,
  type CapturedPaths,
  type Holding,
} from '../../outbox/operator/captured-paths';
import { permissionId } from '../../permissions';
import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import type { Model } from '../../schema/model';
import { mergeTrees, treeOf, WHOLE, type PathTree } from '../../schema/path-tree';
import type { SubscriptionParts } from '../../validation/references/catalogue';
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

const READ_LOG = permissionId('deliveries.read');

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
  const readsLog = ability.can(READ_LOG);
  const hidden = holdings.flatMap((holding) => {
    // No content type decides who can read this data. The delivery log shows it.
    if (holding.uid === null) return readsLog ? [] : [dataOf(holding)];
    return hiddenInOne({ ...holding, uid: holding.uid }, access, parts);
  });
  return hidden.length === 0 ? null : describeHidden(hidden);
}

function dataOf({ event }: Holding): Hidden {
  return { type: `the data of ${event} (permission to read deliveries)`, field: null };
}

function hiddenInOne(
  { event, uid, capturedPaths }: Holding & { uid: string },
  access: ReadAccess,
  parts: SubscriptionParts,
): Hidden[] {
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
