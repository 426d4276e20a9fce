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

/**
 * Copies the named paths of an entry. Private and password attributes are left out, at any depth.
 */
export type Projection = (entry: Row) => Row;
type ProjectValue = (value: unknown) => unknown;

/** Compiles a projection for a model once, because an editor waits while each row is projected. */
export type CompileProjection = (model: Model, tree: PathTree) => Projection;

export function createProjections(getModel: GetModel): CompileProjection {
  return project;

  function project(model: Model, tree: PathTree): Projection {
    const fields = [...tree.children].flatMap(([name, child]) => {
      const attribute = visibleAttribute(model, name);
      return attribute ? [{ name, projection: projectValue(attribute, child) }] : [];
    });
    return (entry) => {
      const copy: Row = {};
      for (const { name, projection } of fields) {
        if (name in entry) copy[name] = projection === null ? entry[name] : projection(entry[name]);
      }
      return copy;
    };
  }

  /** Null if the value is copied unchanged. */
  function projectValue(attribute: Attribute, tree: PathTree): ProjectValue | null {
    const targets = targetsOf(attribute);
    if (targets.length === 0) return attribute.type === 'biginteger' ? asNumber : null;
    const rowProjection =
      attribute.type === 'dynamiczone' ? projectZone(tree) : projectRow(targets[0], tree);
    const projection: ProjectValue = (value) => {
      if (value === null || typeof value !== 'object') return value;
      return Array.isArray(value) ? value.map(projection) : rowProjection(value as Row);
    };
    return projection;
  }

  /** Compiled at the first row, because component types can nest without end but rows do not. */
  function projectRow(uid: string | undefined, tree: PathTree): (row: Row) => Row | null {
    const model = uid === undefined ? undefined : getModel(uid);
    if (!model) return () => null;
    let projection: Projection | undefined;
    return (row) => {
      projection ??= project(model, expandWhole(model, tree));
      return projection(row);
    };
  }

  function projectZone(tree: PathTree): (row: Row) => Row | null {
    const projections = new Map<string, (row: Row) => Row | null>();
    return (row) => {
      const component = String(row['__component']);
      const projection = projections.get(component) ?? projectRow(component, tree);
      projections.set(component, projection);
      const copy = projection(row);
      return copy && { __component: component, ...copy };
    };
  }
}

/**
 * Strapi reads big integers as text on every database. Values beyond 2^53 stay text, so that no digit is
 * lost.
 */
function asNumber(value: unknown): unknown {
  const number = typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isSafeInteger(number) ? number : value;
}
