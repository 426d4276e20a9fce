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

/** What is read of one content type. */
export interface TypeRead {
  uid: string;
  /** As roles are granted them: with the components they lie in, `seo.title`, and without relations. */
  fields: Set<string>;
}

/** By UID: the content type itself first, and those that its relations lead to. */
export type Reads = Map<string, TypeRead>;

/**
 * The fields of content types that must be read for `tree`. What a dynamic zone or a file holds is part
 * of the attribute; so is what everybody sees of an entry: its ids, its times and who wrote it.
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
      const shown = attribute.visible === false || (prefix !== null && isPlumbing(target));
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

/** A role of a user, a stage of a workflow: there is no permission for them, and their field shows them. */
function isPlumbing(type: Model): boolean {
  const { uid } = type;
  return uid.startsWith('plugin::') && uid !== FILE_UID && !isInContentManager(type);
}

type SchemaOfStrapi = Parameters<typeof contentTypes.getNonVisibleAttributes>[0];

interface Place {
  owner: TypeRead;
  /** Null where what lies there is part of a field that is read already. */
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

/** A component's id tells that it is there: that is for those who may read all of it. */
function componentTree(model: Model, tree: PathTree): PathTree {
  const named = [...tree.children.keys()].some((name) => name !== 'id');
  return expandWhole(model, named ? tree : WHOLE);
}
