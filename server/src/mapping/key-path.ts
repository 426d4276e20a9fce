/**
 * Splits a key at its dots, each of which nests; `\.` is a dot that stays and `\\` a backslash.
 * Returns null when a part is empty.
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

/** Whether two keys cannot stand in one object: the same, or one inside the other. */
export function collide(a: string[], b: string[]): boolean {
  const shorter = Math.min(a.length, b.length);
  return a.slice(0, shorter).every((part, i) => part === b[i]);
}
