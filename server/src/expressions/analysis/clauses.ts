import { leftOperand, type Node } from '../jsonata/ast';
import { readTree } from '../parsed-source';

/**
 * Splits a condition at its top-level `and` operators: `a = 1 and (b or c)` has two clauses.
 * Returns the whole source as one clause if it has no such operator or is invalid.
 */
export function splitClauses(source: string): string[] {
  const clauses: string[] = [];
  let end = source.length;
  for (const from of conjunctionsIn(source)) {
    clauses.unshift(source.slice(from, end).trim());
    end = from - AND.length;
  }
  return [source.slice(0, end).trim(), ...clauses];
}

const AND = 'and';

/** The source positions after each top-level `and`, the last one first. */
function conjunctionsIn(source: string): number[] {
  const ends: number[] = [];
  let node: Node | undefined = tryParse(source);
  while (node?.type === 'binary' && node.value === AND && node.position !== undefined) {
    ends.push(node.position);
    node = leftOperand(node);
  }
  return ends;
}

function tryParse(source: string): Node | undefined {
  try {
    return readTree(source);
  } catch {
    return undefined;
  }
}
