import { ipv4, type IpAddress } from './ip-address';
import { isWithin, rangeOf } from './ip-range';

const LOW_32 = 0xffff_ffffn;

/** Where IPv6 addresses carry the IPv4 address that a gateway or tunnel will send to. */
const CARRIERS = [
  // IPv4-compatible; `::` and `::1` are addresses of their own.
  { text: '::/96', carried: (value: bigint) => (value > 1n ? [value] : []) },
  // IPv4-translated, RFC 2765.
  { text: '::ffff:0:0:0/96', carried: (value: bigint) => [value] },
  // NAT64, RFC 6052.
  { text: '64:ff9b::/96', carried: (value: bigint) => [value] },
  // NAT64 of one's own, RFC 8215.
  { text: '64:ff9b:1::/48', carried: (value: bigint) => [behindLocalNat64(value)] },
  // Teredo, RFC 4380: the server, and the client with its bits inverted.
  { text: '2001::/32', carried: (value: bigint) => [value >> 64n, ~value & LOW_32] },
  // 6to4, RFC 3056.
  { text: '2002::/16', carried: (value: bigint) => [value >> 80n] },
].map(({ text, carried }) => ({ range: rangeOf(text), carried }));

/** The IPv4 addresses within an IPv6 address. */
export function embeddedIn(address: IpAddress): IpAddress[] {
  if (address.bits === 32) return [];
  return CARRIERS.filter(({ range }) => isWithin(address, range))
    .flatMap(({ carried }) => carried(address.value))
    .map(ipv4);
}

/**
 * At the end where the gateway has a /96 of the range. Where it has all of the /48, RFC 6052 puts
 * two bytes before the reserved ninth byte and two behind it, and leaves the end empty.
 */
function behindLocalNat64(value: bigint): bigint {
  if ((value & LOW_32) !== 0n) return value;
  return (((value >> 64n) & 0xffffn) << 16n) | ((value >> 40n) & 0xffffn);
}
