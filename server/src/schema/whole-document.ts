import { visibleAttributes, type Model } from './model';
import { mergeTrees, wholeNames, type PathTree } from './path-tree';

const wholeDocuments = new WeakMap<Model, PathTree>();

/**
 * Spells out what `tree` wants of a document. Where it wants all of it, that is each of its attributes,
 * with what its components hold and the rows that it relates to.
 */
export function documentTree(model: Model, tree: PathTree): PathTree {
  if (!tree.whole) return tree;
  const whole = wholeDocuments.get(model) ?? wholeDocumentOf(model);
  wholeDocuments.set(model, whole);
  return mergeTrees([whole, { whole: false, children: tree.children }]);
}

function wholeDocumentOf(model: Model): PathTree {
  return wholeNames(visibleAttributes(model).map(([name]) => name));
}
