import { parseIp, type IpAddress } from './ip-address';

/** Addresses that share their first `prefix` bits. */
export interface IpRange {
  first: IpAddress;
  prefix: number;
}

/** Reads `10.0.0.0/8`, `fc00::/7` or a single address; null for what is neither. */
export function parseRange(text: string): IpRange | null {
  const [address = '', length, ...rest] = text.split('/');
  const first = address.includes('%') ? null : parseIp(address);
  if (!first || rest.length > 0) return null;
  if (length === undefined) return { first, prefix: first.bits };
  if (!/^\d{1,3}$/.test(length)) return null;
  // A range of IPv4-mapped addresses is one of IPv4 addresses.
  const prefix = Number(length) - (first.bits === 32 && address.includes(':') ? 96 : 0);
  return prefix >= 0 && prefix <= first.bits ? { first, prefix } : null;
}

export function isWithin({ bits, value }: IpAddress, { first, prefix }: IpRange): boolean {
  if (bits !== first.bits) return false;
  const ignored = BigInt(bits - prefix);
  return value >> ignored === first.value >> ignored;
}

/** Reads a range that stands in the source. */
export function rangeOf(text: string): IpRange {
  const range = parseRange(text);
  if (!range) throw new Error(`${text} is no range`);
  return range;
}
