import { setTimeout as sleep } from 'node:timers/promises';

import { QUOTATION } from '../../support/documents';
import { useRestarts } from '../../support/restarts';
import { createWebhook } from '../../support/webhooks';

const restarts = useRestarts({ config: { relay: { drainOnStopMs: 2_000 } } });

test('what is written by a query while requests in flight are waited for is sent after the restart', async () => {
  const { boot, receiver } = restarts;
  const before = await boot();
  await createWebhook(before, {
    url: receiver.url,
    events: ['entry.create'],
    mapping: [{ fieldname: 'name', key: 'n' }],
  });
  receiver.replyWith('hang');
  await before.documents(QUOTATION).create({ data: { name: 'in flight' } });
  await receiver.received(1);

  const stopped = before.stop();
  await sleep(500);
  await before.strapi.db.query(QUOTATION).create({ data: { name: 'meanwhile' } });
  await stopped;
  receiver.replyWith(200);

  const after = await boot();
  await receiver.received(2);
  await after.stop();
  expect(receiver.requests.map(({ json }) => json)).toContainEqual({ n: 'meanwhile' });
});
