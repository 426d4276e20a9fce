import type { LookupFunction } from 'node:net';

import type { AddressRules } from '../../network/address-rules';
import { hostOf } from '../../network/network-rule';
import type { ResolvedAddress, ResolveHost } from '../../network/resolve-host';

/** The code of the error that says why an address may not be called. */
export const BLOCKED = 'DOCUMENT_WEBHOOKS_BLOCKED';

/** Keeps requests away from addresses that may not be called; all that it throws has the code `BLOCKED`. */
export interface AddressGuard {
  /** Throws where the URL itself says that it may not be called. A connection never looks up an address. */
  checkUrl(url: URL): void;
  /** Resolves the URL's host and judges its addresses. */
  checkResolved(url: URL): Promise<void>;
  /**
   * For a socket's `lookup`: it hands on the very addresses that it judged, so a name that resolves
   * to another one a moment later changes nothing.
   */
  lookup: LookupFunction;
}

export function createAddressGuard(rules: AddressRules, resolve: ResolveHost): AddressGuard {
  async function resolved(host: string): Promise<ResolvedAddress[]> {
    const found = await resolve(host);
    const addresses = found.map(({ address }) => address);
    refuse(rules.problemOfResolved(host, addresses));
    return found;
  }

  return {
    checkUrl(url) {
      refuse(rules.problemOfUrl(url));
    },
    async checkResolved(url) {
      await resolved(hostOf(url));
    },
    lookup(host, { all }, callback) {
      resolved(host).then(
        (found) => {
          const [first] = found;
          if (all) callback(null, found);
          else callback(null, first?.address ?? '', first?.family);
        },
        (error: unknown) => {
          callback(error as NodeJS.ErrnoException, []);
        },
      );
    },
  };
}

function refuse(problem: string | null): void {
  if (problem !== null) throw Object.assign(new Error(problem), { code: BLOCKED });
}
