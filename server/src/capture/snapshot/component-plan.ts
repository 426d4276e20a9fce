import type { Core } from '@strapi/strapi';

import { targetsOf, visibleAttribute, type GetModel, type Model } from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { componentReads, type ComponentRead } from './component-reader';
import { populateFor, type Selection } from './populate';

/** How to read the fields of a tree if the columns of the row are already known. */
export interface ComponentPlan {
  components: ComponentRead[];
  /** Relations, media and dynamic zones that Strapi must read; null if there are none. */
  others: Selection | null;
}

/** Infers and caches the read of each tree. */
export function createComponentPlans(strapi: Core.Strapi, getModel: GetModel) {
  const selections = new WeakMap<PathTree, Selection>();
  const plans = new WeakMap<PathTree, ComponentPlan>();

  function infer(model: Model, tree: PathTree): ComponentPlan {
    const components: ComponentRead[] = [];
    const others = new Map<string, PathTree>();
    for (const [name, child] of tree.children) {
      const attribute = visibleAttribute(model, name);
      if (!attribute || targetsOf(attribute).length === 0) continue;
      const only = { whole: false, children: new Map([[name, child]]) };
      const reads = componentReads(strapi, { model, tree: only, getModel });
      if (reads) components.push(...reads);
      else others.set(name, child);
    }
    const rest = { whole: false, children: others };
    return { components, others: others.size > 0 ? populateFor(model, rest, getModel) : null };
  }

  return {
    /** Selection that reads the whole tree. */
    selectionFor(model: Model, tree: PathTree): Selection {
      const selection = selections.get(tree) ?? populateFor(model, tree, getModel);
      selections.set(tree, selection);
      return selection;
    },
    planFor(model: Model, tree: PathTree): ComponentPlan {
      const plan = plans.get(tree) ?? infer(model, tree);
      plans.set(tree, plan);
      return plan;
    },
  };
}
