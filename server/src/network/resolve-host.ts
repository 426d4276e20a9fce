import { promises as dns } from 'node:dns';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** All addresses of a host name; rejects with a code such as `ENOTFOUND` where there is none. */
export type ResolveHost = (host: string) => Promise<ResolvedAddress[]>;

const underWay = new Map<string, Promise<ResolvedAddress[]>>();

/**
 * As the system resolves it, `/etc/hosts` included: what a connection would be made to. Whoever asks
 * meanwhile shares the answer: libuv looks up two hosts at once for the whole process, and one whose
 * name server is silent must not take both.
 */
export const resolveHost: ResolveHost = (host) => {
  const known = underWay.get(host);
  if (known) return known;
  const found = dns.lookup(host, { all: true }).finally(() => underWay.delete(host));
  underWay.set(host, found);
  return found;
};
