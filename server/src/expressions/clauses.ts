import jsonata from 'jsonata';

import { leftOf, treeIn } from './ast';

/**
 * The parts of an expression that `and` joins at the top, as they are written: `a = 1 and (b or c)` has
 * two. Of what does not parse, or is no such conjunction, the whole is the one part.
 */
export function clausesOf(source: string): string[] {
  const wanted = conjunctsOf(source);
  const clauses: string[] = [];
  let from = 0;
  for (const { index } of source.matchAll(/\band\b/g)) {
    const before = source.slice(from, index);
    if (!parses(before) || !parses(source.slice(index + 3))) continue;
    clauses.push(before.trim());
    from = index + 3;
  }
  clauses.push(source.slice(from).trim());
  return clauses.length === wanted ? clauses : [source];
}

function conjunctsOf(source: string): number {
  if (!parses(source)) return 1;
  let node = treeIn(jsonata(source));
  let count = 1;
  for (;;) {
    const left = node.value === 'and' && node.type === 'binary' ? leftOf(node) : undefined;
    if (!left) return count;
    count += 1;
    node = left;
  }
}

function parses(source: string): boolean {
  try {
    jsonata(source);
    return true;
  } catch {
    return false;
  }
}
