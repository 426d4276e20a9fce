import { contentTypes } from '@strapi/utils';

import {
  ADMIN_USER_UID,
  type Attribute,
  FILE_UID,
  type GetModel,
  isInContentManager,
  type Model,
  targetsOf,
  visibleAttribute,
} from './model';
import { type PathTree, WHOLE } from './path-tree';
import { documentTree, expandWhole } from './expand-tree';

/** The fields read of one content type. */
export interface TypeRead {
  uid: string;
  /** Names as in role permissions: with their components, `seo.title`, without relations. */
  fields: Set<string>;
}

/** Reads by UID: the content type first, then the types of its relations. */
export type Reads = Map<string, TypeRead>;

/**
 * The content type fields read for `tree`. The content of a dynamic zone or a file counts as the
 * attribute itself. Ids, times and creators are excluded, because everyone with access to the entry
 * sees them.
 */
export function fieldsRead(model: Model, tree: PathTree, getModel: GetModel): Reads {
  const reads: Reads = new Map();
  visit(model, documentTree(model, tree), { owner: ownerIn(reads, model.uid), prefix: '' });
  return reads;

  function visit(at: Model, wanted: PathTree, place: Place): void {
    const seenByAll = contentTypes.getNonVisibleAttributes(at as SchemaOfStrapi);
    for (const [name, child] of wanted.children) {
      const attribute = visibleAttribute(at, name);
      if (!attribute) continue;
      const covered = place.prefix === null || seenByAll.includes(name);
      const prefix = covered ? null : `${place.prefix}${name}`;
      if (prefix !== null && attribute.type !== 'component') place.owner.fields.add(prefix);
      for (const target of targetsOf(attribute).map(getModel)) {
        if (target) enter(target, child, { ...place, attribute, prefix });
      }
    }
  }

  function enter(target: Model, child: PathTree, { owner, attribute, prefix }: Entered): void {
    if (target.uid === ADMIN_USER_UID) return;
    if (attribute.type === 'relation') {
      const shown = attribute.visible === false || (prefix !== null && isInternal(target));
      const place = shown
        ? { owner, prefix: null }
        : { owner: ownerIn(reads, target.uid), prefix: '' };
      visit(target, expandWhole(target, child), place);
    } else if (attribute.type === 'component' && prefix !== null) {
      visit(target, componentTree(target, child), { owner, prefix: `${prefix}.` });
    } else {
      visit(target, expandWhole(target, child), { owner, prefix: null });
    }
  }
}

/**
 * Types without read permissions, such as a user's role or a workflow stage. The relation's own
 * permission includes them.
 */
function isInternal(type: Model): boolean {
  const { uid } = type;
  return uid.startsWith('plugin::') && uid !== FILE_UID && !isInContentManager(type);
}

type SchemaOfStrapi = Parameters<typeof contentTypes.getNonVisibleAttributes>[0];

interface Place {
  owner: TypeRead;
  /** Null if the content belongs to a field that is already counted. */
  prefix: string | null;
}

interface Entered extends Place {
  attribute: Attribute;
}

function ownerIn(reads: Reads, uid: string): TypeRead {
  const read = reads.get(uid) ?? { uid, fields: new Set<string>() };
  reads.set(uid, read);
  return read;
}

/** A component's id reveals that it exists, so it requires access to the whole component. */
function componentTree(model: Model, tree: PathTree): PathTree {
  const named = [...tree.children.keys()].some((name) => name !== 'id');
  return expandWhole(model, named ? tree : WHOLE);
}
