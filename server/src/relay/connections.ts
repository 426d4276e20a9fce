import { Agent, ProxyAgent, type Dispatcher } from 'undici';

import type { NetworkConfig } from '../config';
import { createAddressRules } from '../network/address-rules';
import type { ResolveHost } from '../network/resolve-host';
import { createAddressGuard, type AddressGuard } from './address-guard';

/** Connections are kept alive and shared; their number is bounded by the webhooks' `concurrency`. */
export interface Connections {
  dispatcher: Dispatcher;
  /** Throws where the URL of a request may not be called. */
  checkUrl: AddressGuard['checkUrl'];
  /** Rejects where the host may not be called: to be awaited before each request. */
  checkHost: ((origin: string) => Promise<void>) | null;
}

const LONGEST_CONNECT_MS = 60_000;

const COMMON = {
  // The deadline of each request is the only one; undici's own would cut longer ones short.
  headersTimeout: 0,
  bodyTimeout: 0,
  /** Bytes; of a response with more the log keeps none. Else it would be what Node is started with. */
  maxHeaderSize: 16_384,
};

/**
 * Directly, each connection judges the addresses that it dials. Through a proxy, which resolves the
 * host once more, they are judged here before each request.
 */
export function createConnections(
  { allow, deny, proxy }: NetworkConfig,
  resolve: ResolveHost,
): Connections {
  const guard = createAddressGuard(createAddressRules({ allow, deny }), resolve);
  const { checkUrl, lookup } = guard;
  const socket = { timeout: LONGEST_CONNECT_MS };
  if (proxy === undefined) {
    const dispatcher = new Agent({ ...COMMON, connect: { ...socket, lookup } });
    return { dispatcher, checkUrl, checkHost: null };
  }
  return {
    dispatcher: new ProxyAgent({ ...COMMON, uri: proxy, proxyTls: socket, requestTls: socket }),
    checkUrl,
    checkHost: (origin) => guard.checkResolved(new URL(origin)),
  };
}
