import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

import type { IpAddress } from './ip-address';
import { isWithin, parseRange } from './ip-range';
import { parseUrl } from './parse-url';

/** An entry of `network.allow` or `network.deny`. It matches addresses or hosts. */
export interface NetworkRule {
  hasAddress(address: IpAddress): boolean;
  /** `host` must be lower case, without a trailing dot. */
  hasHost(host: string): boolean;
}

/**
 * Parses `10.0.0.0/8`, `::1`, `hooks.internal` or `*.internal` (all hosts below, at any depth);
 * null for anything else.
 */
export function parseNetworkRule(text: string): NetworkRule | null {
  const range = parseRange(text);
  if (range) {
    return { hasAddress: (address) => isWithin(address, range), hasHost: () => false };
  }
  const isBelow = text.startsWith('*.');
  const name = hostName(isBelow ? text.slice(2) : text);
  if (name === null) return null;
  return {
    hasAddress: () => false,
    hasHost: isBelow ? (host) => host.endsWith(`.${name}`) : (host) => host === name,
  };
}

/** The host of a URL for lookups: an IPv6 address without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** The host of a URL for comparisons: lower case, without trailing dot and port. */
export function comparedHostOf(url: URL): string {
  return hostOf(url).replace(/\.$/, '');
}

/**
 * Parses `crm.example.com`, `*.example.com` or an address into the form of `comparedHostOf`; null
 * for anything else.
 */
export function parseHostPattern(text: string): string | null {
  const below = text.startsWith('*.') ? '*.' : '';
  const name = text.slice(below.length);
  if (below === '' && isIPv6(name)) return comparedHostOf(new URL(`http://[${name}]`));
  const url = /[/:@?#\\\s%*]/.test(name) ? null : parseUrl(`http://${name}`);
  return url && below + comparedHostOf(url);
}

const HOST_NAME = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;
/** The URL Standard parses a name that ends in a number as an IPv4 address. */
const ENDS_IN_NUMBER = /(^|\.)(\d+|0x[0-9a-f]*)$/i;

function hostName(text: string): string | null {
  if (/[/:@?#\\\s]/.test(text) || ENDS_IN_NUMBER.test(text)) return null;
  const name = domainToASCII(text).replace(/\.$/, '');
  return HOST_NAME.test(name) ? name : null;
}
