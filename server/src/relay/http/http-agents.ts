import { Agent, ProxyAgent, type Dispatcher } from 'undici';

import type { NetworkConfig } from '../../config';
import { createAddressRules } from '../../network/address-rules';
import { hostOf } from '../../network/network-rule';
import type { ResolveHost } from '../../network/resolve-host';
import type { TlsIdentity } from '../../network/tls-identity';
import { createAddressGuard, type AddressGuard } from './address-guard';
import { createReceiverPool } from './receiver-pool';

/**
 * HTTP agents with keep-alive connections. The webhooks' `concurrency` limits their number (I7).
 */
export interface HttpAgents {
  /** The agent for an origin. A fresh agent opens a new connection for each request. */
  dispatcherTo(origin: string, isFresh: boolean): Dispatcher;
  /** Throws if the URL is blocked. */
  checkUrl: AddressGuard['checkUrl'];
  /**
   * Rejects if the host is blocked. Must be awaited before each request; null if the agents check it
   * themselves.
   */
  checkHost: ((origin: string) => Promise<void>) | null;
  close(): Promise<void>;
}

const SOCKET = { timeout: 60_000 };

const COMMON = {
  // Each request has a deadline of its own. undici's timeouts would end longer ones.
  headersTimeout: 0,
  bodyTimeout: 0,
  /**
   * Bytes. Otherwise the limit depends on Node's command line. The response of larger headers is not
   * logged.
   */
  maxHeaderSize: 16_384,
  factory: createReceiverPool,
};

/** No pipelining (undici): each connection is closed after its first response. */
const FRESH = { pipelining: 0 };

type Tls = TlsIdentity['options'];
type Create = (tls: Tls, more: object) => Dispatcher;

/** Agents of one TLS identity. No connection or session is shared between identities. */
interface Dispatchers {
  kept: Dispatcher;
  fresh: Dispatcher;
}

/**
 * Without a proxy, each connection checks the addresses that it connects to. A proxy resolves the host
 * again, so addresses are checked here before each request.
 */
export function createHttpAgents(
  { allow, deny, proxy, tls }: NetworkConfig,
  resolve: ResolveHost,
): HttpAgents {
  const guard = createAddressGuard(createAddressRules({ allow, deny }), resolve);
  const { checkUrl, lookup } = guard;
  const optionsFor = (host: string): Tls => tls.find(({ isFor }) => isFor(host))?.options ?? {};
  const create: Create =
    proxy === undefined
      ? (own, more) => new Agent({ ...COMMON, ...more, connect: { ...SOCKET, ...own, lookup } })
      : throughProxy(proxy, optionsFor(hostFrom(proxy)));
  const createDispatchers = (own: Tls): Dispatchers => ({
    kept: create(own, {}),
    fresh: create(own, FRESH),
  });

  const usual = createDispatchers({});
  const special = tls.map(({ isFor, options }) => ({ isFor, ...createDispatchers(options) }));
  return {
    dispatcherTo(origin, isFresh) {
      const host = special.length === 0 ? '' : hostFrom(origin);
      const { kept, fresh } = special.find(({ isFor }) => isFor(host)) ?? usual;
      return isFresh ? fresh : kept;
    },
    checkUrl,
    checkHost: proxy === undefined ? null : (origin) => guard.checkResolved(new URL(origin)),
    async close() {
      const all = [usual, ...special].flatMap(({ kept, fresh }) => [kept, fresh]);
      await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

function throughProxy(uri: string, proxyTls: Tls): Create {
  return (own, more) =>
    new ProxyAgent({
      ...COMMON,
      ...more,
      uri,
      proxyTls: { ...SOCKET, ...proxyTls },
      requestTls: { ...SOCKET, ...own },
    });
}

function hostFrom(url: string): string {
  return hostOf(new URL(url)).replace(/\.$/, '');
}
