import type { Core } from '@strapi/strapi';

import { targetsOf, visibleAttribute, type GetModel, type Model } from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { componentReads, type ComponentRead } from './component-reader';
import { populateFor, type Selection } from './populate';

/** How what a tree names of a row is read, where the columns of the row are known. */
export interface ComponentPlan {
  components: ComponentRead[];
  /** What else Strapi must read: relations, media, dynamic zones; null where there is nothing. */
  others: Selection | null;
}

/** Infers how trees are read, once for each. */
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
    /** A read of all of it. */
    selectionOf(model: Model, tree: PathTree): Selection {
      const selection = selections.get(tree) ?? populateFor(model, tree, getModel);
      selections.set(tree, selection);
      return selection;
    },
    planOf(model: Model, tree: PathTree): ComponentPlan {
      const plan = plans.get(tree) ?? infer(model, tree);
      plans.set(tree, plan);
      return plan;
    },
  };
}
