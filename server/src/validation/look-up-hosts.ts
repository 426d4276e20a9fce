import type { NetworkConfig } from '../config';
import { createAddressRules } from '../network/address-rules';
import { hostOf } from '../network/network-rule';
import type { ResolveHost } from '../network/resolve-host';
import { fixedHostUrl } from './attributes/url';
import type { CheckWebhook } from './validate-webhook';

/** Returns why the host of a URL is blocked, based on its addresses at lookup time; else null. */
export type AddressProblem = (url: unknown) => string | null;

/** Resolves the hosts of the URLs, all within one deadline. */
export type LookUpHosts = (urls: unknown[]) => Promise<AddressProblem>;

/** Maximum wait of a save for name servers. Each delivery attempt checks the address again. */
const LONGEST_LOOKUPS_MS = 3_000;

/** Hosts that do not resolve in time are accepted. */
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
    const timedOut = new Promise<string[]>((resolveTimedOut) => {
      deadline.addEventListener('abort', () => resolveTimedOut([]));
    });
    // One after the other: libuv resolves two names at a time for the whole process, and deliveries
    // need the other slot.
    for (const host of hosts) {
      const addresses = deadline.aborted ? [] : await Promise.race([addressesOf(host), timedOut]);
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

/** Null for URLs without a host, such as `file:///etc/passwd`; the URL schema rejects them. */
function fixedHostOf(value: unknown): string | null {
  const url = typeof value === 'string' ? fixedHostUrl(value.trim()) : null;
  return url && url.hostname !== '' ? hostOf(url) : null;
}

/**
 * Resolves the hosts of these URLs first, and returns a check that also rejects blocked hosts. The
 * returned check does no lookups, so it can run in a transaction.
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
