import type { NetworkConfig } from '../../../server/src/config';
import { createAddressRules } from '../../../server/src/network/address-rules';
import { hostOf } from '../../../server/src/network/network-rule';
import type { ResolveHost } from '../../../server/src/network/resolve-host';
import { createAddressGuard } from '../../../server/src/relay/http/address-guard';
import { classifyError } from '../../../server/src/relay/http/classify-error';
import { createLookUpHosts } from '../../../server/src/validation/look-up-hosts';
import { createValidateWebhook } from '../../../server/src/validation/validate-webhook';
import type { Catalogue } from '../../../server/src/validation/references/catalogue';
import { config } from '../config-of';
import { NAMES } from './addresses';

/** A resolver of our own: it knows the names of the table, and fails as the system's does. */
export const resolve: ResolveHost = (host) => {
  const addresses = NAMES[host.replace(/\.$/, '')];
  if (!addresses) {
    return Promise.reject(Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }));
  }
  return Promise.resolve(
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  );
};

const model = { attributes: { title: { type: 'string' } } };
const catalogue = {
  getModel: () => model,
  contentType: () => ({ model, events: ['entry.update'] }),
} as unknown as Catalogue;

/** Why a save of this URL is refused, if it is. */
export async function problemAtSave(
  url: string,
  network: Partial<NetworkConfig> = {},
): Promise<string | null> {
  const of = config(network);
  const webhook = { name: 'Hook', contentTypes: ['api::a.a'], events: ['entry.update'], url };
  try {
    createValidateWebhook(of, catalogue)(webhook);
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith('url: ')) throw error;
    return message;
  }
  return (await createLookUpHosts(of.network, resolve)([url]))(url);
}

/** Why an attempt at this URL ends before anything is sent, if it does: as a socket would find out. */
export async function problemAtSend(
  url: string,
  network: Partial<NetworkConfig> = {},
): Promise<string | null> {
  const guard = createAddressGuard(createAddressRules(config(network).network), resolve);
  try {
    const parsed = new URL(url);
    guard.checkUrl(parsed);
    await dial(guard.lookup, hostOf(parsed));
    return null;
  } catch (error) {
    const { kind, error: reason } = classifyError(error);
    if (kind !== 'blocked') throw error;
    return reason;
  }
}

type Lookup = ReturnType<typeof createAddressGuard>['lookup'];

/** A socket looks up names alone. */
async function dial(lookup: Lookup, host: string): Promise<void> {
  if (host.includes(':') || /^[\d.]+$/.test(host)) return;
  await new Promise<void>((resolveAll, reject) => {
    lookup(host, { all: true }, (error) => (error ? reject(error) : resolveAll()));
  });
}
