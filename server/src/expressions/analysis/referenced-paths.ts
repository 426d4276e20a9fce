import { filterNodes, leftOperand, objectPairs, type Node } from '../jsonata/ast';
import { contextReadersIn } from './context-argument';
import { summarize, type ReferencedPaths, type Path } from './path-set';

/**
 * Follows an expression from the context down and returns the paths that it reads. A value with a
 * known origin is a list of paths. It is wanted in full only if a node uses it as a whole: an
 * operator, a function, a variable, the result. A computed value (an object, a function's result)
 * has no origin; its inputs are already wanted. An item of a list has the path of the list.
 */
export function referencedPaths(root: Node): ReferencedPaths {
  const wanted: Path[] = [];
  /** Paths that matter by their existence only. */
  const counted: Path[] = [];
  const readsContext = contextReadersIn(root);
  const want = (paths: Path[]) => void wanted.push(...paths);

  /** Adds the paths that the node reads of `input` and returns the origins of its value. */
  function visit(node: Node, input: Path[]): Path[] {
    const made = visitBare(node, input);
    for (const filter of filterNodes(node.predicate)) want(visit(filter, made));
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
        // A transform works on a copy. It reads the context through $$ only.
        want(visitAll([node.pattern, node.update, node.delete], []));
        return [];
      default:
        // Operators and literals. Literals have no children.
        want(visitAll([leftOperand(node), node.rhs, node.expression], input));
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
    for (const filter of filterNodes(step.stages)) want(visit(filter, context));
  }

  function visitBlock(expressions: Node[], input: Path[]): Path[] {
    want(visitAll(expressions.slice(0, -1), input));
    return visitAll(expressions.slice(-1), input);
  }

  function visitUnary(node: Node, input: Path[]): Path[] {
    if (node.value === '[') return visitAll(node.expressions ?? [], input);
    if (node.value === '{') visitPairs(objectPairs(node), input);
    else want(visitAll([node.expression], input));
    return [];
  }

  function visitPairs(pairs: [Node, Node][], input: Path[]): void {
    want(pairs.flatMap((pair) => visitAll(pair, input)));
  }

  function visitApply(node: Node, input: Path[]): Path[] {
    want(visitAll([leftOperand(node)], input));
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

/**
 * `$` is the current context and `$$` the root. Values of other variables are wanted at their
 * binding.
 */
function variable({ value }: Node, input: Path[]): Path[] {
  if (value === '') return input;
  return value === '$' ? [[]] : [];
}

function distinct(paths: Path[]): Path[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
