import { ipv4, type IpAddress } from './ip-address';
import { isWithin, rangeOf } from './ip-range';

const LOW_32 = 0xffff_ffffn;

/** IPv6 ranges that contain the IPv4 address to which a gateway or tunnel sends. */
const CARRIERS = [
  // IPv4-compatible. `::` and `::1` are separate addresses.
  { text: '::/96', carried: (value: bigint) => (value > 1n ? [value] : []) },
  // IPv4-translated, RFC 2765.
  { text: '::ffff:0:0:0/96', carried: (value: bigint) => [value] },
  // NAT64, RFC 6052.
  { text: '64:ff9b::/96', carried: (value: bigint) => [value] },
  // Local-use NAT64, RFC 8215.
  { text: '64:ff9b:1::/48', carried: (value: bigint) => [behindLocalNat64(value)] },
  // Teredo, RFC 4380: the server, and the client with inverted bits.
  { text: '2001::/32', carried: (value: bigint) => [value >> 64n, ~value & LOW_32] },
  // 6to4, RFC 3056.
  { text: '2002::/16', carried: (value: bigint) => [value >> 80n] },
].map(({ text, carried }) => ({ range: rangeOf(text), carried }));

/** The IPv4 addresses contained in an IPv6 address. */
export function embeddedIn(address: IpAddress): IpAddress[] {
  if (address.bits === 32) return [];
  return CARRIERS.filter(({ range }) => isWithin(address, range))
    .flatMap(({ carried }) => carried(address.value))
    .map(ipv4);
}

/**
 * The IPv4 address is in the last bits if the gateway uses a /96. If it uses the whole /48, RFC
 * 6052 puts two bytes before the reserved ninth byte and two after it, and the last bits are zero.
 */
function behindLocalNat64(value: bigint): bigint {
  if ((value & LOW_32) !== 0n) return value;
  return (((value >> 64n) & 0xffffn) << 16n) | ((value >> 40n) & 0xffffn);
}
