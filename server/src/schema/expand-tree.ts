import { type Model, targetsOf, visibleAttributes } from './model';
import { mergeTrees, type PathTree, wholeNames } from './path-tree';

const wholeRows = new WeakMap<Model, PathTree>();

/**
 * Replaces `whole` for a row by its columns and, for a component, its content. Related documents
 * are included only if `tree` names them.
 */
export function expandWhole(model: Model, tree: PathTree): PathTree {
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

const wholeDocuments = new WeakMap<Model, PathTree>();

/**
 * Replaces `whole` for a document by all its attributes, including component content and related
 * rows.
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
