import { embeddedIn } from './embedded-ipv4';
import { parseIp, type IpAddress } from './ip-address';
import { hostOf, parseNetworkRule, type NetworkRule } from './network-rule';
import { specialRangeOf, type SpecialRange } from './special-ranges';

/** Ranges and host names from the configuration. */
export interface NetworkLists {
  allow: readonly string[];
  deny: readonly string[];
}

/**
 * The URLs and addresses that webhooks can call. Each method returns null, or a message with the
 * reason and the fix.
 */
export interface AddressRules {
  /** Checks the URL itself: the scheme, and the host if it is an address or a local name. */
  problemOfUrl(url: URL): string | null;
  /** Checks all addresses of a host name. One blocked address blocks the name. */
  problemOfResolved(host: string, addresses: readonly string[]): string | null;
}

const DENIED = 'denied';
type Verdict = SpecialRange | typeof DENIED | null;

/**
 * Public unicast addresses are allowed, others only if `allow` contains them or their host. `deny`
 * takes precedence over `allow`.
 */
export function createAddressRules(lists: NetworkLists): AddressRules {
  const allow = rulesOf(lists.allow);
  const deny = rulesOf(lists.deny);

  function verdictOn(address: string, host: string): Verdict {
    const ip = parseIp(address);
    if (!ip) return { text: address, kind: 'no address' };
    const parts = [ip, ...embeddedIn(ip)];
    if (parts.some((part) => names(deny, part))) return DENIED;
    if (isNamed(allow, host)) return null;
    return parts.map(forbidden).find((range) => range !== null) ?? zoned(address, ip);
  }

  function forbidden(ip: IpAddress): SpecialRange | null {
    return names(allow, ip) ? null : specialRangeOf(ip);
  }

  /** A zone binds an address to a network interface of this machine. */
  function zoned(address: string, ip: IpAddress): SpecialRange | null {
    if (!address.includes('%') || names(allow, ip)) return null;
    return { text: address, kind: 'an address with a zone' };
  }

  return {
    problemOfUrl(url) {
      if (!isHttp(url)) return 'Only http and https may be called';
      if (hasCredentials(url)) return 'A URL with credentials may not be called';
      const host = withoutDot(hostOf(url));
      if (isNamed(deny, host)) return `${host} may not be called: network.deny names it`;
      if (parseIp(host)) return literalProblem(host, verdictOn(host, host));
      return isLocalName(host) ? resolvedProblem(host, verdictOn('127.0.0.1', host)) : null;
    },
    problemOfResolved(name, addresses) {
      const host = withoutDot(name);
      const verdicts = addresses.map((address) => verdictOn(address, host));
      return resolvedProblem(host, verdicts.find((verdict) => verdict !== null) ?? null);
    },
  };
}

const REMEDY = 'in network.allow of the plugin’s configuration, where that is meant';

function literalProblem(host: string, verdict: Verdict): string | null {
  if (verdict === null) return null;
  if (verdict === DENIED) return `${host} may not be called: network.deny names it`;
  const { kind, text } = verdict;
  return `${host} is ${kind} (${text}) and may not be called: name it ${REMEDY}`;
}

/**
 * Names the range but not the address, so that the message cannot be used to explore an internal
 * network.
 */
function resolvedProblem(host: string, verdict: Verdict): string | null {
  if (verdict === null) return null;
  if (verdict === DENIED) {
    return `${host} may not be called: it resolves to an address that network.deny names`;
  }
  const { kind, text } = verdict;
  return `${host} resolves to ${kind} (${text}) and may not be called: name the host or the range ${REMEDY}`;
}

function rulesOf(texts: readonly string[]): NetworkRule[] {
  return texts.map((text) => {
    const rule = parseNetworkRule(text);
    if (!rule) throw new Error(`${text} names neither addresses nor a host`);
    return rule;
  });
}

function names(rules: NetworkRule[], address: IpAddress): boolean {
  return rules.some((rule) => rule.hasAddress(address));
}

function isNamed(rules: NetworkRule[], host: string): boolean {
  return rules.some((rule) => rule.hasHost(host));
}

/** A fully qualified name can end in a dot. */
function withoutDot(host: string): string {
  return host.replace(/\.+$/, '');
}

/** Names that always resolve to loopback (RFC 6761, section 6.3). */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function isHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}
