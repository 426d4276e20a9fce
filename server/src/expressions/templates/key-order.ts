import { objectPairs, type Node } from '../jsonata/ast';

/**
 * The written key order of objects with integer-like keys, which JavaScript moves to the front.
 */
const orders = new WeakMap<object, readonly string[]>();

const LIKE_AN_INDEX = /^(0|[1-9]\d*)$/;

/** Creates a recorder for the keys of objects, in the order in which an expression writes them. */
export function createKeyRecorder(nodes: Iterable<Node>): (left: Node, value: unknown) => void {
  const writersByKey = new Map<Node, Node>();
  const keysByWriter = new Map<Node, string[]>();
  for (const node of nodes) {
    const pairs =
      node.type === 'unary' && node.value === '{' ? objectPairs(node) : (node.group?.lhs ?? []);
    const keys = pairs.map(([key]) => key);
    if (!keys.some(mayMove)) continue;
    keysByWriter.set(node, []);
    for (const key of keys) writersByKey.set(key, node);
  }

  /**
   * `left` is the node that evaluation leaves. Evaluation leaves the keys of an object before the
   * object.
   */
  return (left, value) => {
    const writer = writersByKey.get(left);
    // A path is still a sequence of one at this point.
    const key: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (writer && typeof key === 'string') keysByWriter.get(writer)?.push(key);
    const keys = keysByWriter.get(left);
    if (!keys) return;
    keysByWriter.set(left, []);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      orders.set(value, [...new Set(keys)]);
    }
  };
}

function mayMove(key: Node): boolean {
  return key.type !== 'string' || LIKE_AN_INDEX.test(String(key.value));
}

/** The keys of an object in written order. */
function orderedKeys(object: object): string[] {
  const keys = Object.keys(object);
  const order = orders.get(object);
  if (!order) return keys;
  const written = order.filter((key) => Object.hasOwn(object, key));
  return [...written, ...keys.filter((key) => !order.includes(key))];
}

/** Copies the recorded key order to a copy of the object. */
export function copyOrder(from: object, to: object): void {
  const order = orders.get(from);
  if (order) orders.set(to, order);
}

/** JSON text of plain JSON, with keys in written order. */
export function orderedJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(orderedJson).join(',')}]`;
  const fields = orderedKeys(value).map((key) => {
    const child = (value as Record<string, unknown>)[key];
    return `${JSON.stringify(key)}:${orderedJson(child)}`;
  });
  return `{${fields.join(',')}}`;
}
