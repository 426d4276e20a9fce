import { parseIp, type IpAddress } from './ip-address';

/** A range of addresses with a common prefix. */
export interface IpRange {
  bits: IpAddress['bits'];
  /** Number of variable bits. */
  free: bigint;
  /** The common prefix. */
  fixed: bigint;
}

/** Parses `10.0.0.0/8`, `fc00::/7` or a single address; null for anything else. */
export function parseRange(text: string): IpRange | null {
  const [address = '', length, ...rest] = text.split('/');
  const first = address.includes('%') ? null : parseIp(address);
  if (!first || rest.length > 0) return null;
  if (length === undefined) return range(first, first.bits);
  if (!/^\d{1,3}$/.test(length)) return null;
  // A range of IPv4-mapped addresses is a range of IPv4 addresses.
  const prefix = Number(length) - (first.bits === 32 && address.includes(':') ? 96 : 0);
  return prefix >= 0 && prefix <= first.bits ? range(first, prefix) : null;
}

function range({ bits, value }: IpAddress, prefix: number): IpRange {
  const free = BigInt(bits - prefix);
  return { bits, free, fixed: value >> free };
}

export function isWithin({ bits, value }: IpAddress, range: IpRange): boolean {
  return bits === range.bits && value >> range.free === range.fixed;
}

/** Parses a range literal. Throws if it is invalid. */
export function rangeOf(text: string): IpRange {
  const parsed = parseRange(text);
  if (!parsed) throw new Error(`${text} is not a range`);
  return parsed;
}
