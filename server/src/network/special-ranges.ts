import type { IpAddress } from './ip-address';
import { isWithin, rangeOf } from './ip-range';

/** A range of addresses that are not public, with a description. */
export interface SpecialRange {
  text: string;
  kind: string;
}

const PRIVATE = 'a private address';
const LOOPBACK = 'a loopback address';
const LINK_LOCAL = 'a link-local address';
const MULTICAST = 'a multicast address';
const DOCUMENTATION = 'an address for documentation';
const BENCHMARKING = 'an address for benchmarks';
const RESERVED = 'a reserved address';
const ANYCAST = 'an anycast address of a protocol';
const TUNNEL = 'an address of a tunnel';
const ORCHID = 'an identifier and no address (ORCHID)';
const DISCARDED = 'an address whose traffic is discarded';

/**
 * The IANA special-purpose registries for IPv4 and IPv6, including globally reachable entries,
 * because no webhook receiver uses them. Narrower ranges come first.
 */
const SPECIAL: readonly (readonly [text: string, kind: string])[] = [
  ['0.0.0.0/8', 'an address of this network'],
  ['10.0.0.0/8', PRIVATE],
  ['100.64.0.0/10', 'a shared address behind a carrier’s NAT'],
  ['127.0.0.0/8', LOOPBACK],
  // A public number that belongs to the platform inside every Azure network.
  ['168.63.129.16/32', 'an address of the Azure platform'],
  ['169.254.0.0/16', LINK_LOCAL],
  ['172.16.0.0/12', PRIVATE],
  ['192.0.0.0/24', RESERVED],
  ['192.0.2.0/24', DOCUMENTATION],
  ['192.31.196.0/24', ANYCAST],
  ['192.52.193.0/24', ANYCAST],
  ['192.88.99.0/24', TUNNEL],
  ['192.168.0.0/16', PRIVATE],
  ['192.175.48.0/24', ANYCAST],
  ['198.18.0.0/15', BENCHMARKING],
  ['198.51.100.0/24', DOCUMENTATION],
  ['203.0.113.0/24', DOCUMENTATION],
  ['224.0.0.0/4', MULTICAST],
  ['255.255.255.255/32', 'the broadcast address'],
  ['240.0.0.0/4', RESERVED],
  ['::1/128', LOOPBACK],
  ['::/128', 'the unspecified address'],
  ['::/96', 'an IPv4-compatible address'],
  ['::ffff:0:0:0/96', 'an IPv4-translated address'],
  ['64:ff9b:1::/48', 'an address behind a local NAT64'],
  ['100::/64', DISCARDED],
  ['100:0:0:1::/64', DISCARDED],
  ['2001::/32', TUNNEL],
  ['2001:2::/48', BENCHMARKING],
  ['2001:10::/28', ORCHID],
  ['2001:20::/28', ORCHID],
  ['2001::/23', RESERVED],
  ['2001:db8::/32', DOCUMENTATION],
  ['2002::/16', TUNNEL],
  ['2620:4f:8000::/48', ANYCAST],
  ['3fff::/20', DOCUMENTATION],
  ['5f00::/16', 'a segment identifier'],
  ['fc00::/7', 'a unique local address'],
  ['fe80::/10', LINK_LOCAL],
  ['fec0::/10', 'a site-local address'],
  ['ff00::/8', MULTICAST],
];

const RANGES = SPECIAL.map(([text, kind]) => ({ text, kind, range: rangeOf(text) }));

/** Global unicast ranges, and NAT64, which is judged by the IPv4 address it contains. */
const GLOBAL_IPV6 = ['2000::/3', '64:ff9b::/96'].map(rangeOf);
const UNASSIGNED: SpecialRange = { text: 'outside of 2000::/3', kind: RESERVED };

/** The special range of an address; null if the address is public. */
export function specialRangeOf(address: IpAddress): SpecialRange | null {
  const special = RANGES.find(({ range }) => isWithin(address, range));
  if (special) return special;
  const isGlobal = address.bits === 32 || GLOBAL_IPV6.some((range) => isWithin(address, range));
  return isGlobal ? null : UNASSIGNED;
}
