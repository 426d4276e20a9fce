import { setTimeout as sleep } from 'node:timers/promises';

import { bootStrapi } from '../../support/boot-strapi';
import { QUOTATION } from '../../support/documents';

const WEBHOOK = { name: 'CRM', contentTypes: [QUOTATION], events: ['entry.create'] };

// Strapi loads in parallel: what else it was loading when the plugin failed goes on for a moment.
afterAll(() => sleep(3_000));

const tls = (entry: object) => ({ network: { tls: [{ host: 'hooks.internal', ...entry }] } });

test.each([
  [
    'network.tls.0.ca',
    tls({ ca: 'certs/none.pem' }),
    /certs\/none\.pem".*no such file.*absolute path or one from the folder of the app, or the text/,
  ],
  ['network.tls.0.ca', tls({ ca: '.' }), /is a folder.*Give/],
  [
    'network.tls.0.ca',
    tls({ ca: 'package.json' }),
    /holds no certificate in PEM.*BEGIN CERTIFICATE/,
  ],
  ['network.tls.0.cert', tls({ key: 'key.pem' }), /is missing.*certificate of the key/],
  ['network.tls.0.key', tls({ cert: 'cert.pem' }), /is missing.*private key of the certificate/],
  ['network.tls.0', tls({}), /nothing to trust or to show.*ca, or cert and key/],
  [
    'network.tls.0',
    tls({ ca: 'ca.pem', passphrase: 'x' }),
    /no option passphrase.*host, ca, cert and key/,
  ],
  [
    'network.tls.0.host',
    tls({ host: 'https://hooks.internal', ca: 'ca.pem' }),
    /host name such as/,
  ],
])('stops the boot with a message that names %s and the remedy', async (key, config, remedy) => {
  const error: unknown = await bootStrapi({ config }).catch((it: unknown) => it);

  expect(String(error)).toMatch(remedy);
  expect(String(error)).toContain(`document-webhooks config: "${key}"`);
  expect(String(error)).toMatch(/Fix config\/plugins\.$/);
});

test.each([
  ['relay.concurrency', { relay: { concurrency: 0 } }],
  ['relay.batchSize', { relay: { batchSize: 'many' } }],
  ['relay.leaseMs', { relay: { leaseMs: 1_000 } }],
  ['delivery.retryDelays.1', { delivery: { retryDelays: [1, -1] } }],
  ['network.allow.0', { network: { allow: ['10.0.0.0/99'] } }],
  ['relay', { relay: { concurency: 3 } }],
  ['events.1', { events: ['order.paid', 'entry.paid'] }],
  ['no-such-key', { 'no-such-key': true }],
  ['webhooks.0', { webhooks: ['CRM'] }],
  ['webhooks[0].url', { webhooks: [{ ...WEBHOOK, url: 'nowhere' }] }],
])('stops the boot with a message that names %s', async (key, config) => {
  await expect(bootStrapi({ config })).rejects.toThrow(
    new RegExp(`document-webhooks config: .*${key.replaceAll(/[.[\]]/g, '\\$&')}`),
  );
});
