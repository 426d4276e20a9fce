import { leftOperand, walkNodes, objectPairs, type Node } from '../jsonata/ast';

/** The environment variables that an expression reads by a literal name: `$env("NAME")`. */
export function environmentNamesIn(root: Node): Set<string> {
  const names = new Set<string>();
  for (const node of walkNodes(root)) {
    const name = literalNameIn(node);
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** True if the expression can read other variables too: `$env(doc.name)`, `$map(names, $env)`. */
export function computesEnvironmentNames(root: Node): boolean {
  const written = [...walkNodes(root)].filter((node) => literalNameIn(node) !== undefined);
  return mentionsIn(root) > written.length;
}

/**
 * True if the expression uses an environment value other than unchanged or in base64, for example to cut,
 * compare or count it. The log masks only the value itself and its base64 encoding.
 */
export function altersEnvironment(root: Node): boolean {
  let writtenOut = 0;
  const open = [{ node: root, encoded: false }];
  for (let place = open.pop(); place; place = open.pop()) {
    const { node, encoded } = place;
    if (isFollowed(node)) continue;
    if (literalNameIn(node) !== undefined) writtenOut += 1;
    const isEncoder = isBase64(node) && !encoded;
    const within = isEncoder ? (node.arguments ?? []) : unchangedIn(node);
    open.push(...within.map((it) => ({ node: it, encoded: encoded || isEncoder })));
  }
  return mentionsIn(root) > writtenOut;
}

function mentionsIn(root: Node): number {
  return [...walkNodes(root)].filter(({ type, value }) => type === 'variable' && value === 'env')
    .length;
}

/** The children whose values are part of the node's value, unchanged. */
function unchangedIn(node: Node): Node[] {
  const { type, value, steps = [], expressions = [] } = node;
  switch (type) {
    case 'binary':
      return value === '&' ? [leftOperand(node), node.rhs].flatMap((it) => it ?? []) : [];
    case 'unary':
      return value === '{'
        ? objectPairs(node).map(([, it]) => it)
        : value === '['
          ? expressions
          : [];
    case 'condition':
      return [node.then, node.else].flatMap((it) => it ?? []);
    case 'block':
      // Earlier expressions could bind `$base64encode` to another function.
      return expressions.length === 1 ? expressions : [];
    case 'path':
      return steps.slice(-1);
    default:
      return [];
  }
}

/** True if a filter or a group uses the value. */
function isFollowed({ predicate, stages, group }: Node): boolean {
  return predicate !== undefined || stages !== undefined || group !== undefined;
}

function isBase64({ type, procedure, arguments: given }: Node): boolean {
  return type === 'function' && procedure?.value === 'base64encode' && given?.length === 1;
}

function literalNameIn({ type, procedure, arguments: given }: Node): string | undefined {
  const [name] = given ?? [];
  const reads = type === 'function' && procedure?.value === 'env';
  return reads && name?.type === 'string' ? String(name.value) : undefined;
}
