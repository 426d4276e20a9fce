import type { Core } from '@strapi/strapi';

import type { Row } from '../../capture/filter/projection';
import {
  ADMIN_USER_UID,
  type Attribute,
  type GetModel,
  type Model,
  targetsOf,
  visibleAttribute,
} from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { documentTree, expandWhole } from '../../schema/expand-tree';

/** Numeric row ids by the UID of their content type. */
export type RelatedRows = Map<string, Set<number>>;

export interface Reaching {
  model: Model;
  tree: PathTree;
  getModel: GetModel;
}

/** Finds the rows of other documents that `tree` reaches from the given rows. */
export async function findRelated(
  strapi: Core.Strapi,
  { model, tree, getModel }: Reaching,
  ids: number[],
): Promise<Map<number, RelatedRows>> {
  const spelled = documentTree(model, tree);
  const rows = (await strapi.db
    .query(model.uid)
    .findMany({ where: { id: { $in: ids } }, ...idsIn(model, spelled, getModel) })) as Row[];
  return new Map(
    rows.map((row) => {
      const found: RelatedRows = new Map();
      collect({ model, tree: spelled, getModel, found }, row);
      return [row['id'] as number, found];
    }),
  );
}

interface Selection {
  select: string[];
  populate: Record<string, object>;
}

/** Selects only the ids of all reached rows, draft and published. */
function idsIn(model: Model, tree: PathTree, getModel: GetModel): Selection {
  const populate: Selection['populate'] = {};
  for (const { name, attribute, child, targets } of reached(model, tree, getModel)) {
    const read = (target: Model) => idsIn(target, expandWhole(target, child), getModel);
    const [first] = targets;
    if (attribute.type === 'dynamiczone') {
      populate[name] = { on: Object.fromEntries(targets.map((it) => [it.uid, read(it)])) };
    } else if (first) {
      populate[name] = read(first);
    }
  }
  return { select: ['id'], populate };
}

interface Collecting extends Reaching {
  found: RelatedRows;
}

function collect({ model, tree, getModel, found }: Collecting, row: Row): void {
  for (const { name, attribute, child, targets } of reached(model, tree, getModel)) {
    for (const value of [row[name]].flat() as (Row | null | undefined)[]) {
      const target = targets.find(({ uid }) => uid === value?.['__component']) ?? targets[0];
      if (!value || !target) continue;
      if (attribute.type === 'relation') {
        found.set(target.uid, (found.get(target.uid) ?? new Set()).add(value['id'] as number));
      }
      collect({ model: target, tree: expandWhole(target, child), getModel, found }, value);
    }
  }
}

interface Reached {
  name: string;
  attribute: Attribute;
  child: PathTree;
  targets: Model[];
}

function reached(model: Model, tree: PathTree, getModel: GetModel): Reached[] {
  return [...tree.children].flatMap(([name, child]) => {
    const attribute = visibleAttribute(model, name);
    if (!attribute) return [];
    const targets = targetsOf(attribute).flatMap((uid) => getModel(uid) ?? []);
    const leads = targets.some(({ uid }) => uid !== ADMIN_USER_UID);
    return leads ? [{ name, attribute, child, targets }] : [];
  });
}
