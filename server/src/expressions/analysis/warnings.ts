import { leftOperand, type Node } from '../jsonata/ast';
import type { Value } from './list-values';

/** Matches the path of a document field. */
const FIELD = /^(doc|previous)\./;

const COMPARES = ['<', '<=', '>', '>='];

/** Warnings about an operator whose operand is a list or an empty field. */
export function operatorWarnings(node: Node, [left, right]: Value[]): string[] {
  if (node.type !== 'binary' || !left || !right) return [];
  const operator = String(node.value);
  const lists = [left, right].filter(({ list }) => list);
  const [list] = lists;
  if (list && lists.length === 1) return listWarnings(operator, list);
  const text = [leftOperand(node), node.rhs].find((side) => side?.type === 'string');
  const field = fieldOf(left) ?? fieldOf(right);
  if (operator !== '!=' || text?.value !== '' || field === undefined) return [];
  return [`${field} != "" is true for an empty field (null): write $boolean(${field})`];
}

function listWarnings(operator: string, list: Value): string[] {
  const name = list.places[0] ?? 'A value';
  if (operator === '=' || operator === '!=') {
    const opposite = operator === '=' ? '' : ', or $not(… in …)';
    return [
      `${name} is a list, and a list never equals a single value: write "…" in ${name}${opposite}`,
    ];
  }
  if (!COMPARES.includes(operator)) return [];
  return [
    `${name} is a list, and ${operator} fails with lists: compare $max, $sum or $count of it`,
  ];
}

/** Warnings about a call. */
export function callWarnings(name: string, [first]: Value[]): string[] {
  const field = name === 'exists' && first && !first.list ? fieldOf(first) : undefined;
  if (field === undefined) return [];
  return [`$exists(${field}) is true for an empty field (null): write $boolean(${field})`];
}

function fieldOf({ places }: Value): string | undefined {
  return places.find((place) => FIELD.test(place));
}
