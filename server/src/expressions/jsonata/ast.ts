import type jsonata from 'jsonata';

/** A node of JSONata's tree, after its parser's second pass. JSONata's own types leave most of this out. */
export interface Node {
  type: string;
  value?: unknown;
  /** Where its token ends in the source. */
  position?: number;
  steps?: Node[];
  expressions?: Node[];
  expression?: Node;
  arguments?: Node[];
  procedure?: Node;
  signature?: unknown;
  body?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  pattern?: Node;
  update?: Node;
  delete?: Node;
  lhs?: Node | [Node, Node][];
  rhs?: Node;
  terms?: { expression: Node }[];
  group?: { lhs: [Node, Node][] };
  predicate?: Stage[];
  stages?: Stage[];
  /** `step@$name`: the variable that the step's value is bound to, while the context stays. */
  focus?: string;
  /** Whether its value carries bindings of `@`, `#` or `%` along. */
  tuple?: boolean;
  seekingParent?: unknown;
  keepSingletonArray?: boolean;
}

/** `[…]` behind a step, or `#$name`. */
export interface Stage {
  type: 'filter' | 'index';
  expr?: Node;
}

/** The tree of a compiled expression, as it is evaluated: not a copy. */
export function treeIn(expression: jsonata.Expression): Node {
  return expression.ast() as unknown as Node;
}

/** The node and everything below it. Without recursion: a chain of 1 000 `or` is nested as deep. */
export function* nodesOf(root: Node): Generator<Node> {
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    open.push(...childrenOf(node).reverse());
  }
}

export function pairsOf(node: Node): [Node, Node][] {
  return Array.isArray(node.lhs) ? node.lhs : [];
}

export function leftOf(node: Node): Node | undefined {
  return Array.isArray(node.lhs) ? undefined : node.lhs;
}

export function filtersOf(stages: Stage[] | undefined): Node[] {
  return (stages ?? []).flatMap(({ expr }) => expr ?? []);
}

function childrenOf(node: Node): Node[] {
  const single = [
    node.expression,
    node.procedure,
    node.body,
    node.condition,
    node.then,
    node.else,
    node.pattern,
    node.update,
    node.delete,
    leftOf(node),
    node.rhs,
  ];
  const many = [node.steps, node.expressions, node.arguments, pairsOf(node), node.group?.lhs];
  return [
    ...single.flatMap((child) => child ?? []),
    ...many.flatMap((children) => children?.flat() ?? []),
    ...(node.terms ?? []).map(({ expression }) => expression),
    ...filtersOf(node.predicate),
    ...filtersOf(node.stages),
  ];
}
