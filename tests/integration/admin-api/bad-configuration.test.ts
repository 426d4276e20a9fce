import { setTimeout as sleep } from 'node:timers/promises';

import { bootStrapi } from '../../support/boot-strapi';
import { QUOTATION } from '../../support/documents';

const WEBHOOK = { name: 'CRM', contentTypes: [QUOTATION], events: ['entry.create'] };

// Strapi loads in parallel: what else it was loading when the plugin failed goes on for a moment.
afterAll(() => sleep(3_000));

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
