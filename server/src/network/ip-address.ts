import { isIP } from 'node:net';

/** An address as a number of 32 (IPv4) or 128 bits. */
export interface IpAddress {
  bits: 32 | 128;
  value: bigint;
}

const LOW_32 = 0xffff_ffffn;
/** `::ffff:0:0/96`: the system connects to these as plain IPv4. */
const MAPPED = 0xffffn;

/**
 * Parses an IPv4 address in dotted decimal or an IPv6 address; null for anything else. Converts an
 * IPv4-mapped address to IPv4. Ignores a zone (`%eth0`).
 */
export function parseIp(text: string): IpAddress | null {
  const [address = ''] = text.split('%', 1);
  const family = isIP(address);
  if (family === 4) return ipv4(valueOf4(address));
  if (family !== 6) return null;
  const value = valueOf6(address);
  return value >> 32n === MAPPED ? ipv4(value) : { bits: 128, value };
}

/** The lowest 32 bits as an IPv4 address. */
export function ipv4(value: bigint): IpAddress {
  return { bits: 32, value: value & LOW_32 };
}

function valueOf4(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function valueOf6(text: string): bigint {
  const dotted = /[^:]+\.[^:]+$/.exec(text)?.[0];
  const groups = dotted === undefined ? text : text.replace(dotted, inGroups(valueOf4(dotted)));
  const [head = [], tail = []] = groups.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].reduce(
    (value, group) => (value << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

function inGroups(value: bigint): string {
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}
