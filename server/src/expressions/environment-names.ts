import { nodesOf, type Node } from './ast';

/** The environment variables that an expression reads by a name that is written out: `$env("NAME")`. */
export function environmentNamesIn(root: Node): Set<string> {
  const names = new Set<string>();
  for (const { type, procedure, arguments: given } of nodesOf(root)) {
    const [name] = given ?? [];
    const reads = type === 'function' && procedure?.value === 'env';
    if (reads && name?.type === 'string') names.add(String(name.value));
  }
  return names;
}
