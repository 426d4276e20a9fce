import { leftOf, type Node } from '../jsonata/ast';
import { treeOfSource } from '../parsed-source';

/**
 * The parts of an expression that `and` joins at the top, as they are written: `a = 1 and (b or c)` has
 * two. Of what does not parse, or is no such conjunction, the whole is the one part.
 */
export function clausesOf(source: string): string[] {
  const clauses: string[] = [];
  let end = source.length;
  for (const from of conjunctionsIn(source)) {
    clauses.unshift(source.slice(from, end).trim());
    end = from - AND.length;
  }
  return [source.slice(0, end).trim(), ...clauses];
}

const AND = 'and';

/** Where each `and` at the top ends, the last one first. */
function conjunctionsIn(source: string): number[] {
  const ends: number[] = [];
  let node: Node | undefined = parsed(source);
  while (node?.type === 'binary' && node.value === AND && node.position !== undefined) {
    ends.push(node.position);
    node = leftOf(node);
  }
  return ends;
}

function parsed(source: string): Node | undefined {
  try {
    return treeOfSource(source);
  } catch {
    return undefined;
  }
}
