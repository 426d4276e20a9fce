import type { Lease } from '../../outbox/enqueue/new-delivery';

/** Creates leases whose tokens are unique among all instances (I5). */
export function createLeaseOwner(owner: string, leaseMs: number): () => Lease {
  let count = 0;
  return () => {
    count += 1;
    return { token: `${owner}/${String(count)}`, leaseMs, givenAt: performance.now() };
  };
}
