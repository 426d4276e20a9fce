import type { NetworkConfig } from '../config';
import { createAddressRules } from '../network/address-rules';
import { hostOf } from '../network/network-rule';
import type { ResolveHost } from '../network/resolve-host';
import { fixedHostUrl } from './attributes/url';
import type { CheckWebhook } from './validate-webhook';

/** Why the host of a URL may not be called, by the addresses that it had when they were looked up; else null. */
export type AddressProblem = (url: unknown) => string | null;

/** All of the URLs share one deadline. */
export type LookUpHosts = (urls: unknown[]) => Promise<AddressProblem>;

/** A save waits no longer for a name server: each attempt looks again. */
const LONGEST_LOOKUPS_MS = 3_000;

/** A name that does not resolve now, or not in time, may be saved. */
export function createLookUpHosts(
  network: NetworkConfig,
  resolve: ResolveHost,
  longestMs = LONGEST_LOOKUPS_MS,
): LookUpHosts {
  const rules = createAddressRules(network);

  return async (urls) => {
    const problems = new Map<string, string | null>();
    const hosts = new Set(urls.flatMap((url) => fixedHostOf(url) ?? []));
    if (hosts.size === 0) return () => null;
    const deadline = AbortSignal.timeout(longestMs);
    const late = new Promise<string[]>((resolveLate) => {
      deadline.addEventListener('abort', () => resolveLate([]));
    });
    // One after the other: libuv looks up two at once for the whole process, and deliveries need the other.
    for (const host of hosts) {
      const addresses = deadline.aborted ? [] : await Promise.race([addressesOf(host), late]);
      problems.set(host, rules.problemOfResolved(host, addresses));
    }
    return (url) => {
      const host = fixedHostOf(url);
      return (host && problems.get(host)) ?? null;
    };
  };

  function addressesOf(host: string): Promise<string[]> {
    return resolve(host).then(
      (found) => found.map(({ address }) => address),
      () => [],
    );
  }
}

/** `file:///etc/passwd` has none; its form is refused elsewhere. */
function fixedHostOf(value: unknown): string | null {
  const url = typeof value === 'string' ? fixedHostUrl(value.trim()) : null;
  return url && url.hostname !== '' ? hostOf(url) : null;
}

/**
 * Looks up the hosts of these URLs, and gives the check that also refuses those which may not be called:
 * so nothing is looked up where it is used, as within a transaction.
 */
export async function checkWithHosts(
  { check, lookUpHosts }: { check: CheckWebhook; lookUpHosts: LookUpHosts },
  urls: unknown[],
): Promise<CheckWebhook> {
  const addressProblem = await lookUpHosts(urls);
  return (input, changed) => {
    const { valid, violations } = check(input, changed);
    const message = addressProblem((input as { url?: unknown }).url);
    const found = message === null ? [] : [{ path: ['url'], message }];
    return { valid, violations: [...violations, ...found] };
  };
}
