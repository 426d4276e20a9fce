import {
  targetsOf,
  visibleAttribute,
  type Attribute,
  type GetModel,
  type Model,
} from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { expandWhole } from '../../schema/expand-tree';

export type Row = Record<string, unknown>;

/** Copies the named paths out of an entry; private and password attributes stay behind, at any depth. */
export type Projection = (entry: Row) => Row;
type CutValue = (value: unknown) => unknown;

/** Compiles the cut: an editor waits for each, and what may leave is the same for all rows of a model. */
export type CompileProjection = (model: Model, tree: PathTree) => Projection;

export function createProjections(getModel: GetModel): CompileProjection {
  return project;

  function project(model: Model, tree: PathTree): Projection {
    const fields = [...tree.children].flatMap(([name, child]) => {
      const attribute = visibleAttribute(model, name);
      return attribute ? [{ name, cut: valueCut(attribute, child) }] : [];
    });
    return (entry) => {
      const copy: Row = {};
      for (const { name, cut } of fields) {
        if (name in entry) copy[name] = cut === null ? entry[name] : cut(entry[name]);
      }
      return copy;
    };
  }

  /** Null where the value is copied as it is. */
  function valueCut(attribute: Attribute, tree: PathTree): CutValue | null {
    const targets = targetsOf(attribute);
    if (targets.length === 0) return attribute.type === 'biginteger' ? asNumber : null;
    const cutRow = attribute.type === 'dynamiczone' ? zoneCut(tree) : rowCut(targets[0], tree);
    const cut: CutValue = (value) => {
      if (value === null || typeof value !== 'object') return value;
      return Array.isArray(value) ? value.map(cut) : cutRow(value as Row);
    };
    return cut;
  }

  /** Compiled when the first row comes: components may nest without end, rows do not. */
  function rowCut(uid: string | undefined, tree: PathTree): (row: Row) => Row | null {
    const model = uid === undefined ? undefined : getModel(uid);
    if (!model) return () => null;
    let cut: Projection | undefined;
    return (row) => {
      cut ??= project(model, expandWhole(model, tree));
      return cut(row);
    };
  }

  function zoneCut(tree: PathTree): (row: Row) => Row | null {
    const cuts = new Map<string, (row: Row) => Row | null>();
    return (row) => {
      const component = String(row['__component']);
      const cut = cuts.get(component) ?? rowCut(component, tree);
      cuts.set(component, cut);
      const copy = cut(row);
      return copy && { __component: component, ...copy };
    };
  }
}

/** Strapi reads big integers as text on every database. One beyond 2^53 stays so, to lose no digit. */
function asNumber(value: unknown): unknown {
  const number = typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isSafeInteger(number) ? number : value;
}
