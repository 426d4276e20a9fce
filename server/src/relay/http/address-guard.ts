import type { LookupFunction } from 'node:net';

import type { AddressRules } from '../../network/address-rules';
import { hostOf } from '../../network/network-rule';
import type { ResolvedAddress, ResolveHost } from '../../network/resolve-host';

/** Code of the error for a blocked address. */
export const BLOCKED = 'DOCUMENT_WEBHOOKS_BLOCKED';

/** Blocks requests to addresses that are not allowed. All its errors have the code `BLOCKED`. */
export interface AddressGuard {
  /** Throws if the URL itself is blocked. Needed for IP literals, for which no lookup is made. */
  checkUrl(url: URL): void;
  /** Resolves the URL's host and checks its addresses. */
  checkResolved(url: URL): Promise<void>;
  /**
   * For a socket's `lookup`: returns the same addresses that it checked, which defeats DNS rebinding.
   */
  lookup: LookupFunction;
}

export function createAddressGuard(rules: AddressRules, resolve: ResolveHost): AddressGuard {
  async function resolveChecked(host: string): Promise<ResolvedAddress[]> {
    const found = await resolve(host);
    const addresses = found.map(({ address }) => address);
    throwIfBlocked(rules.problemOfResolved(host, addresses));
    return found;
  }

  return {
    checkUrl(url) {
      throwIfBlocked(rules.problemOfUrl(url));
    },
    async checkResolved(url) {
      await resolveChecked(hostOf(url));
    },
    lookup(host, { all }, callback) {
      resolveChecked(host).then(
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

function throwIfBlocked(problem: string | null): void {
  if (problem !== null) throw Object.assign(new Error(problem), { code: BLOCKED });
}
