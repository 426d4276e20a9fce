import type { Lease } from '../../outbox/enqueue/enqueue';

/** Tokens that no other lease of this or another instance has. */
export function createLeaseOwner(owner: string, leaseMs: number): () => Lease {
  let given = 0;
  return () => {
    given += 1;
    return { token: `${owner}/${String(given)}`, leaseMs, givenAt: performance.now() };
  };
}
