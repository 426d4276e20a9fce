import { nodesOf, type Node } from '../jsonata/ast';

/** The environment variables that an expression reads by a name that is written out: `$env("NAME")`. */
export function environmentNamesIn(root: Node): Set<string> {
  const names = new Set<string>();
  for (const node of nodesOf(root)) {
    const name = writtenNameIn(node);
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** Whether it may read others too: `$env(doc.name)`, `$map(names, $env)`. */
export function computesEnvironmentNames(root: Node): boolean {
  const nodes = [...nodesOf(root)];
  const mentioned = nodes.filter(({ type, value }) => type === 'variable' && value === 'env');
  return mentioned.length > nodes.filter((node) => writtenNameIn(node) !== undefined).length;
}

function writtenNameIn({ type, procedure, arguments: given }: Node): string | undefined {
  const [name] = given ?? [];
  const reads = type === 'function' && procedure?.value === 'env';
  return reads && name?.type === 'string' ? String(name.value) : undefined;
}
