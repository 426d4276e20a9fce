import { filterNodes, leftOperand, objectPairs, type Node, type Stage } from '../jsonata/ast';
import { ownFunctions } from './context-argument';
import {
  singleItem,
  joinPath,
  NOTHING,
  lambdaParameters,
  selectsOne,
  callResult,
  union,
  type Value,
} from './list-values';
import { callWarnings, operatorWarnings } from './warnings';

export interface Followed {
  /** Nodes that must evaluate to a list, even with one item or none. */
  lists: Node[];
  /** Likely mistakes, as messages for the author of the expression. */
  warnings: string[];
}

type Scope = Map<string, Value>;

interface CallSite {
  input: Value;
  scope: Scope;
}

/**
 * Follows an expression from the context down, as `referencedPaths` does, to find the values that
 * pass through a repeatable field. An index selects a single item again. The analysis follows
 * variables and the parameters of lambdas in `$map`, `$filter` and similar calls. It ignores other
 * arguments.
 */
export function followLists(root: Node, isRepeatable: (place: string) => boolean): Followed {
  const own = ownFunctions(root);
  const lists = new Set<Node>();
  const warnings = new Set<string>();
  const whole: Value = { places: [''], list: false };

  function visit(node: Node, input: Value, scope: Scope): Value {
    const value = visitUnmarked(node, input, scope);
    const fixed = node.tuple === true || node.seekingParent !== undefined;
    if (value.list && !fixed && (MARKED.has(node.type) || node.predicate)) lists.add(node);
    return value;
  }

  function visitUnmarked(node: Node, input: Value, scope: Scope): Value {
    const made = visitBare(node, input, scope);
    const value = filtered(made, { stages: node.predicate, picked: false, scope });
    if (!node.group) return value;
    visitPairs(node.group.lhs, singleItem(value), scope);
    return NOTHING;
  }

  function visitBare(node: Node, input: Value, scope: Scope): Value {
    switch (node.type) {
      case 'path':
        return visitSteps(node.steps ?? [], input, new Map(scope));
      case 'variable':
        return variable(node, input, scope);
      case 'block':
        return visitBlock(node.expressions ?? [], input, new Map(scope));
      case 'bind':
        return visitBind(node, input, scope);
      case 'condition':
        visitAll([node.condition], input, scope);
        return union(visitAll([node.then, node.else], input, scope));
      case 'unary':
        return visitUnary(node, input, scope);
      case 'lambda':
        visitLambda(node, [], { input, scope });
        return NOTHING;
      case 'function':
      case 'partial':
        return visitCall(node, [], { input, scope });
      case 'apply':
        return visitApply(node, input, scope);
      case 'transform':
        visitAll([node.pattern, node.update, node.delete], NOTHING, scope);
        return NOTHING;
      default:
        return visitOperator(node, input, scope);
    }
  }

  function visitAll(nodes: (Node | undefined)[], input: Value, scope: Scope): Value[] {
    return nodes.flatMap((node) => (node ? [visit(node, input, scope)] : []));
  }

  function visitSteps(steps: Node[], input: Value, scope: Scope): Value {
    return steps.reduce((context, step) => {
      if (step.type === 'sort') {
        visitScalars(
          (step.terms ?? []).map(({ expression }) => expression),
          context,
          scope,
        );
        return filtered(context, { stages: step.stages, picked: false, scope });
      }
      const found = visitStep(step, context, scope);
      const list = context.list || found.list;
      const value = { places: found.places, list };
      const rest = filtered(value, { stages: step.stages, picked: context.list, scope });
      if (step.focus === undefined) return rest;
      scope.set(step.focus, singleItem(rest));
      return { places: context.places, list: rest.list };
    }, input);
  }

  function visitStep(step: Node, context: Value, scope: Scope): Value {
    if (step.type !== 'name') {
      return visitUnmarked(step, step.type === 'variable' ? context : singleItem(context), scope);
    }
    const places = context.places.map((place) => joinPath(place, String(step.value)));
    return { places, list: places.some(isRepeatable) };
  }

  /**
   * Applies filters to a value. `picked`: whether a list is left after an index has selected from
   * it.
   */
  function filtered(
    value: Value,
    { stages, picked, scope }: { stages: Stage[] | undefined; picked: boolean; scope: Scope },
  ): Value {
    return filterNodes(stages).reduce((left, filter) => {
      visit(filter, singleItem(left), scope);
      return selectsOne(filter) ? { places: left.places, list: picked } : left;
    }, value);
  }

  function visitBlock(expressions: Node[], input: Value, scope: Scope): Value {
    return visitAll(expressions, input, scope).at(-1) ?? NOTHING;
  }

  function visitBind(node: Node, input: Value, scope: Scope): Value {
    const [value = NOTHING] = visitAll([node.rhs], input, scope);
    scope.set(String(leftOperand(node)?.value), value);
    return value;
  }

  function visitUnary(node: Node, input: Value, scope: Scope): Value {
    if (node.value === '[') return union(visitAll(node.expressions ?? [], input, scope));
    if (node.value === '{') visitPairs(objectPairs(node), input, scope);
    else visitAll([node.expression], input, scope);
    return NOTHING;
  }

  function visitPairs(pairs: [Node, Node][], input: Value, scope: Scope): void {
    for (const [key, value] of pairs) {
      visitScalars([key], input, scope);
      visit(value, input, scope);
    }
  }

  /** Visits expressions that must give a single value; a list there is an error. */
  function visitScalars(nodes: Node[], context: Value, scope: Scope): void {
    for (const node of nodes) visitUnmarked(node, singleItem(context), scope);
  }

  function visitLambda(
    { arguments: parameters = [], body }: Node,
    given: Value[],
    { input, scope }: CallSite,
  ): void {
    const inner = new Map(scope);
    parameters.forEach(({ value }, index) => inner.set(String(value), given[index] ?? NOTHING));
    if (body) visit(body, input, inner);
  }

  function visitApply(node: Node, input: Value, scope: Scope): Value {
    const [applied = NOTHING] = visitAll([leftOperand(node)], input, scope);
    const { rhs } = node;
    if (rhs?.type === 'function') return visitCall(rhs, [applied], { input, scope });
    visitAll([rhs], input, scope);
    return rhs?.type === 'variable' ? callResult(nameOf(rhs), [applied]) : NOTHING;
  }

  /** `applied`: the values before `~>`. */
  function visitCall(node: Node, applied: Value[], { input, scope }: CallSite): Value {
    const name = nameOf(node.procedure);
    const given = [...applied];
    for (const argument of node.arguments ?? []) {
      if (argument.type === 'lambda') {
        visitLambda(argument, lambdaParameters(name, singleItem(given[0] ?? NOTHING)), {
          input,
          scope,
        });
        given.push(NOTHING);
      } else if (name === 'exists') given.push(visitUnmarked(argument, input, scope));
      else given.push(visit(argument, input, scope));
    }
    visitAll(name === '' ? [node.procedure] : [], input, scope);
    for (const trap of callWarnings(name, given)) warnings.add(trap);
    return callResult(name, given);
  }

  /** The name of a built-in JSONata function; empty for any other procedure. */
  function nameOf(procedure: Node | undefined): string {
    const name = procedure?.type === 'variable' ? String(procedure.value) : '';
    return own.has(name) ? '' : name;
  }

  function visitOperator(node: Node, input: Value, scope: Scope): Value {
    const left = leftOperand(node);
    const sides = [left, node.rhs].map((side) => (side ? visit(side, input, scope) : NOTHING));
    visitAll([node.expression], input, scope);
    for (const trap of operatorWarnings(node, sides)) warnings.add(trap);
    return NOTHING;
  }

  function variable({ value }: Node, input: Value, scope: Scope): Value {
    if (value === '') return input;
    return value === '$' ? whole : (scope.get(String(value)) ?? NOTHING);
  }

  visit(root, whole, new Map());
  return { lists: [...lists], warnings: [...warnings] };
}

/** Node types that need a marker. Other nodes pass on the list of a child. */
const MARKED = new Set(['path', 'function', 'apply']);
