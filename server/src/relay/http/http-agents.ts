import { Agent, ProxyAgent, type Dispatcher } from 'undici';

import type { NetworkConfig } from '../../config';
import { createAddressRules } from '../../network/address-rules';
import { hostOf } from '../../network/network-rule';
import type { ResolveHost } from '../../network/resolve-host';
import type { TlsIdentity } from '../../network/tls-identity';
import { createAddressGuard, type AddressGuard } from './address-guard';
import { createReceiverPool } from './receiver-pool';

/** Connections are kept alive and shared; their number is bounded by the webhooks' `concurrency`. */
export interface HttpAgents {
  /** Of a fresh one the connection is new, and used once. */
  dispatcherTo(origin: string, isFresh: boolean): Dispatcher;
  /** Throws where the URL of a request may not be called. */
  checkUrl: AddressGuard['checkUrl'];
  /** Rejects where the host may not be called: to be awaited before each request. */
  checkHost: ((origin: string) => Promise<void>) | null;
  close(): Promise<void>;
}

const SOCKET = { timeout: 60_000 };

const COMMON = {
  // The deadline of each request is the only one; undici's own would cut longer ones short.
  headersTimeout: 0,
  bodyTimeout: 0,
  /** Bytes; of a response with more the log keeps none. Else it would be what Node is started with. */
  maxHeaderSize: 16_384,
  factory: createReceiverPool,
};

/** What undici calls no pipelining: each connection ends with its first response. */
const FRESH = { pipelining: 0 };

type Tls = TlsIdentity['options'];
type Create = (tls: Tls, more: object) => Dispatcher;

/** Those of one TLS identity: no connection or session of one is used by another. */
interface Dispatchers {
  kept: Dispatcher;
  fresh: Dispatcher;
}

/**
 * Directly, each connection judges the addresses that it dials. Through a proxy, which resolves the
 * host once more, they are judged here before each request.
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
      : throughProxy(proxy, optionsFor(hostIn(proxy)));
  const dispatchersOf = (own: Tls): Dispatchers => ({
    kept: create(own, {}),
    fresh: create(own, FRESH),
  });

  const usual = dispatchersOf({});
  const special = tls.map(({ isFor, options }) => ({ isFor, ...dispatchersOf(options) }));
  return {
    dispatcherTo(origin, isFresh) {
      const host = special.length === 0 ? '' : hostIn(origin);
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

function hostIn(url: string): string {
  return hostOf(new URL(url)).replace(/\.$/, '');
}
