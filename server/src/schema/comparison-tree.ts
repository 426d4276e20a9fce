import { targetsOf, visibleAttribute, visibleAttributes, type GetModel, type Model } from './model';
import { BOOKKEEPING } from './bookkeeping';
import { mergeTrees, treeOf, WHOLE, wholeNames, type PathTree } from './path-tree';

const IDENTITY = treeOf([['documentId']]);

/**
 * The paths to read to decide if a path changed. Related documents and files are compared by
 * identity, components by content, because their ids change with each save.
 */
export function comparisonTree(model: Model, tree: PathTree, getModel: GetModel): PathTree {
  const children = new Map<string, PathTree>();
  for (const [name, child] of tree.children) {
    children.set(name, comparisonOf(model, { name, child }, getModel));
  }
  return { whole: false, children };
}

/** The top-level attributes that users can change. */
export function contentOf(model: Model): PathTree {
  return wholeNames(contentNames(model));
}

function comparisonOf(
  model: Model,
  { name, child }: { name: string; child: PathTree },
  getModel: GetModel,
): PathTree {
  const attribute = visibleAttribute(model, name);
  const targets = attribute ? targetsOf(attribute) : [];
  if (targets.length === 0) return WHOLE;
  const trees = targets
    .map(getModel)
    .filter((target) => target !== undefined)
    .map((target) => {
      const within = child.whole ? wholeOf(target) : null;
      const named = comparisonTree(target, child, getModel);
      return within ? mergeTrees([comparisonTree(target, within, getModel), named]) : named;
    });
  const identity = attribute?.type === 'relation' || attribute?.type === 'media';
  return mergeTrees(child.whole && identity ? [IDENTITY, ...trees] : trees);
}

/** Null for a document, which is compared by its id. */
function wholeOf(target: Model): PathTree | null {
  return target.modelType === 'component' ? contentOf(target) : null;
}

function contentNames(model: Model): string[] {
  return visibleAttributes(model)
    .map(([name]) => name)
    .filter((name) => !BOOKKEEPING.includes(name));
}
