/**
 * Splits a key at its dots, which create nested objects. `\.` is a literal dot and `\\` a
 * backslash. Returns null if a part is empty.
 */
export function parseKey(key: string): string[] | null {
  const parts = [''];
  for (let i = 0; i < key.length; i += 1) {
    const char = key.charAt(i);
    const next = key.charAt(i + 1);
    if (char === '\\' && (next === '.' || next === '\\')) {
      parts.push(`${parts.pop() ?? ''}${next}`);
      i += 1;
    } else if (char === '.') {
      parts.push('');
    } else {
      parts.push(`${parts.pop() ?? ''}${char}`);
    }
  }
  return parts.every((part) => part !== '') ? parts : null;
}

interface Node {
  /** The first key that passes or ends here. */
  first: number;
  /** The first key that ends here. */
  end?: number;
  inner: Map<string, Node>;
}

/**
 * For each key, the index of the first earlier key that conflicts with it, because both are equal
 * or one is nested in the other; null if there is none.
 */
export function collisionsOf(keys: string[][]): (number | null)[] {
  const root: Node = { first: -1, inner: new Map() };
  return keys.map((key, index) => {
    const others: number[] = [];
    let node = root;
    for (const part of key) {
      const next: Node = node.inner.get(part) ?? { first: index, inner: new Map() };
      node.inner.set(part, next);
      node = next;
      if (node.end !== undefined) others.push(node.end);
    }
    if (node.first < index) others.push(node.first);
    node.end ??= index;
    return others.length === 0 ? null : Math.min(...others);
  });
}
