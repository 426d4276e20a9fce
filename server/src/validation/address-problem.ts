import { setTimeout as sleep } from 'node:timers/promises';

import type { NetworkConfig } from '../config';
import { createAddressRules } from '../network/address-rules';
import { hostOf } from '../network/network-rule';
import type { ResolveHost } from '../network/resolve-host';
import { validationError } from './parse-with';
import { fixedHostUrl } from './url';
import type { ValidateWebhook } from './validate-webhook';

/** Why the host of a webhook's URL may not be called, by the addresses that it has now; else null. */
export type AddressProblem = (url: unknown) => Promise<string | null>;

/** A save waits no longer for a name server: each attempt looks again. */
const LONGEST_LOOKUP_MS = 3_000;

/** A name that does not resolve now may be saved. */
export function createAddressProblem(
  network: NetworkConfig,
  resolve: ResolveHost,
  longestMs = LONGEST_LOOKUP_MS,
): AddressProblem {
  const rules = createAddressRules(network);
  return async (value) => {
    const url = typeof value === 'string' ? fixedHostUrl(value.trim()) : null;
    // `file:///etc/passwd` has none; its form is refused elsewhere.
    if (!url || url.hostname === '') return null;
    const addresses = await addressesOf(hostOf(url));
    return rules.problemOfResolved(hostOf(url), addresses);
  };

  async function addressesOf(host: string): Promise<string[]> {
    const waiting = new AbortController();
    const found = resolve(host).catch(() => []);
    const late = sleep(longestMs, [], { signal: waiting.signal }).catch(() => []);
    const addresses = await Promise.race([found, late]);
    waiting.abort();
    return addresses.map(({ address }) => address);
  }
}

/**
 * Looks up the hosts of these URLs, all at once, and gives the validation that refuses those which may
 * not be called: so nothing is looked up where it is used, as within a transaction.
 */
export async function validateWithHosts(
  { validate, addressProblem }: { validate: ValidateWebhook; addressProblem: AddressProblem },
  urls: unknown[],
): Promise<ValidateWebhook> {
  const looked = [...new Set(urls)].map(async (url) => [url, await addressProblem(url)] as const);
  const problems = new Map(await Promise.all(looked));
  return (input, changed) => {
    const valid = validate(input, changed);
    const message = problems.get((input as { url?: unknown }).url) ?? null;
    if (message !== null) throw validationError([{ path: ['url'], message }]);
    return valid;
  };
}
