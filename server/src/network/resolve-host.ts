import { promises as dns } from 'node:dns';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Resolves all addresses of a host name. Rejects with a code such as `ENOTFOUND`. */
export type ResolveHost = (host: string) => Promise<ResolvedAddress[]>;

const pending = new Map<string, Promise<ResolvedAddress[]>>();

/**
 * Resolves like the system, including `/etc/hosts`. Concurrent calls for one host share the result:
 * libuv resolves two hosts at a time for the whole process, and a host with an unresponsive name
 * server must not occupy both slots.
 */
export const resolveHost: ResolveHost = (host) => {
  const known = pending.get(host);
  if (known) return known;
  const found = dns.lookup(host, { all: true }).finally(() => pending.delete(host));
  pending.set(host, found);
  return found;
};
