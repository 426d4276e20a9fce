import { targetsOf, visibleAttributes, type Model } from './model';
import { mergeTrees, wholeNames, type PathTree } from './path-tree';

const wholeRows = new WeakMap<Model, PathTree>();

/**
 * Spells out what `tree` wants of a model's row. A row wanted in full is its columns, and for a
 * component what it holds; a document related to a row is not part of it unless `tree` names more.
 */
export function spelledOut(model: Model, tree: PathTree): PathTree {
  if (!tree.whole) return tree;
  const whole = wholeRows.get(model) ?? wholeRowOf(model);
  wholeRows.set(model, whole);
  return tree.children.size === 0 ? whole : mergeTrees([whole, tree]);
}

function wholeRowOf(model: Model): PathTree {
  const names = visibleAttributes(model)
    .filter(([, attribute]) => model.modelType === 'component' || targetsOf(attribute).length === 0)
    .map(([name]) => name);
  return wholeNames(names);
}
