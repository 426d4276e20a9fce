import { promises as dns } from 'node:dns';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** All addresses of a host name; rejects with a code such as `ENOTFOUND` where there is none. */
export type ResolveHost = (host: string) => Promise<ResolvedAddress[]>;

/** As the system resolves it, `/etc/hosts` included: what a connection would be made to. */
export const resolveHost: ResolveHost = (host) => dns.lookup(host, { all: true });
