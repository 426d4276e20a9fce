import { filtersOf, leftOf, pairsOf, type Node } from '../jsonata/ast';
import { contextReadersIn } from './context-argument';
import { summarize, type NamedPaths, type Path } from './path-set';

/**
 * Follows an expression from the context down. A value whose place is known is a list of paths, and
 * is wanted in full only where something looks at it as a whole: an operator, a function, a variable,
 * the result. What is made anew (an object, a function's result) has no place, and all that went into
 * it is wanted already. An item of a list has the path of the list.
 */
export function pathsOf(root: Node): NamedPaths {
  const wanted: Path[] = [];
  /** Where it matters that there is something, but not what. */
  const counted: Path[] = [];
  const readsContext = contextReadersIn(root);
  const want = (paths: Path[]) => void wanted.push(...paths);

  /** Wants what the node reads of `input`, and gives the places its value comes from. */
  function visit(node: Node, input: Path[]): Path[] {
    const made = visitBare(node, input);
    for (const filter of filtersOf(node.predicate)) want(visit(filter, made));
    if (!node.group) return made;
    counted.push(...made);
    visitPairs(node.group.lhs, made);
    return [];
  }

  function visitBare(node: Node, input: Path[]): Path[] {
    switch (node.type) {
      case 'path':
        return visitSteps(node.steps ?? [], input);
      case 'name':
        return input.map((path) => [...path, String(node.value)]);
      case 'variable':
        return variable(node, input);
      case 'parent':
        return distinct(input.flatMap((path) => path.map((_, length) => path.slice(0, length))));
      case 'wildcard':
      case 'descendant':
        want(input);
        return [];
      case 'block':
        return visitBlock(node.expressions ?? [], input);
      case 'condition':
        want(visitAll([node.condition], input));
        return visitAll([node.then, node.else], input);
      case 'unary':
        return visitUnary(node, input);
      case 'bind':
        want(visitAll([node.rhs], input));
        return [];
      case 'lambda':
        want(visitAll([node.body], input));
        return [];
      case 'function':
      case 'partial':
        return visitCall(node, input, 0);
      case 'apply':
        return visitApply(node, input);
      case 'transform':
        // It is applied to a copy: of the context it reads what it names by $$ only.
        want(visitAll([node.pattern, node.update, node.delete], []));
        return [];
      default:
        // Operators; and literals, which have no parts.
        want(visitAll([leftOf(node), node.rhs, node.expression], input));
        return [];
    }
  }

  function visitAll(nodes: (Node | undefined)[], input: Path[]): Path[] {
    return distinct(nodes.flatMap((node) => (node ? visit(node, input) : [])));
  }

  function visitSteps(steps: Node[], input: Path[]): Path[] {
    return steps.reduce((context, step) => {
      if (step.type === 'sort') {
        want((step.terms ?? []).flatMap(({ expression }) => visit(expression, context)));
        visitFilters(step, context);
        return context;
      }
      if (step.type !== 'name') counted.push(...context);
      const found = visit(step, context);
      visitFilters(step, step.focus === undefined ? found : [...context, ...found]);
      if (step.focus === undefined) return found;
      want(found);
      return context;
    }, input);
  }

  function visitFilters(step: Node, context: Path[]): void {
    for (const filter of filtersOf(step.stages)) want(visit(filter, context));
  }

  function visitBlock(expressions: Node[], input: Path[]): Path[] {
    want(visitAll(expressions.slice(0, -1), input));
    return visitAll(expressions.slice(-1), input);
  }

  function visitUnary(node: Node, input: Path[]): Path[] {
    if (node.value === '[') return visitAll(node.expressions ?? [], input);
    if (node.value === '{') visitPairs(pairsOf(node), input);
    else want(visitAll([node.expression], input));
    return [];
  }

  function visitPairs(pairs: [Node, Node][], input: Path[]): void {
    want(pairs.flatMap((pair) => visitAll(pair, input)));
  }

  function visitApply(node: Node, input: Path[]): Path[] {
    want(visitAll([leftOf(node)], input));
    if (node.rhs?.type === 'function') return visitCall(node.rhs, input, 1);
    want(visitAll([node.rhs], input));
    return [];
  }

  function visitCall(node: Node, input: Path[], applied: number): Path[] {
    const { procedure, arguments: given = [] } = node;
    want(visitAll([procedure, ...given], input));
    if (readsContext(procedure, given.length + applied)) want(input);
    return [];
  }

  want(visit(root, [[]]));
  return summarize(wanted, counted);
}

/** `$` is the context at this point and `$$` all of it. What is bound to any other is wanted in full. */
function variable({ value }: Node, input: Path[]): Path[] {
  if (value === '') return input;
  return value === '$' ? [[]] : [];
}

function distinct(paths: Path[]): Path[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
