/** Groups deliveries by their lease token. A statement checks one token (I5). */
export function groupByLease<T extends { lockedBy: string | null }>(
  leased: T[],
): [string | null, T[]][] {
  const groups = new Map<string | null, T[]>();
  for (const one of leased) {
    const group = groups.get(one.lockedBy);
    if (group) group.push(one);
    else groups.set(one.lockedBy, [one]);
  }
  return [...groups];
}
