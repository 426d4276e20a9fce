import type jsonata from 'jsonata';

/**
 * A node of JSONata's syntax tree after the parser's second pass. JSONata's own types omit most
 * fields.
 */
export interface Node {
  type: string;
  value?: unknown;
  /** The end of the node's token in the source. */
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
  /** `step@$name`: the variable that the step's value is bound to. The context stays the same. */
  focus?: string;
  /** True if the value carries bindings of `@`, `#` or `%`. */
  tuple?: boolean;
  seekingParent?: unknown;
  keepSingletonArray?: boolean;
}

/** `[…]` after a step, or `#$name`. */
export interface Stage {
  type: 'filter' | 'index';
  expr?: Node;
}

/** The tree that a compiled expression evaluates; not a copy. */
export function syntaxTree(expression: jsonata.Expression): Node {
  return expression.ast() as unknown as Node;
}

/**
 * Yields the node and its descendants. Iterative, because a chain of 1 000 `or` is 1 000 levels
 * deep.
 */
export function* walkNodes(root: Node): Generator<Node> {
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    open.push(...childrenOf(node).reverse());
  }
}

/** The key-value pairs of an object constructor. */
export function objectPairs(node: Node): [Node, Node][] {
  return Array.isArray(node.lhs) ? node.lhs : [];
}

/** The left operand. */
export function leftOperand(node: Node): Node | undefined {
  return Array.isArray(node.lhs) ? undefined : node.lhs;
}

/** The filter expressions of a step. */
export function filterNodes(stages: Stage[] | undefined): Node[] {
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
    leftOperand(node),
    node.rhs,
  ];
  const many = [node.steps, node.expressions, node.arguments, objectPairs(node), node.group?.lhs];
  return [
    ...single.flatMap((child) => child ?? []),
    ...many.flatMap((children) => children?.flat() ?? []),
    ...(node.terms ?? []).map(({ expression }) => expression),
    ...filterNodes(node.predicate),
    ...filterNodes(node.stages),
  ];
}
