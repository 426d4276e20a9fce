import { setTimeout as sleep } from 'node:timers/promises';

import { redeliver } from '../../../server/src/outbox/operator/redeliver';
import { containerOf } from '../../../server/src/container';
import { alterDelivery, deliveryOf, drain, settled } from '../../support/deliveries';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const DAY_MS = 86_400_000;

const scene = useScene({ config: { retention: { payloadDays: 0.5 } } });
const quotation = useQuotation(scene);

test('what is redelivered while bodies are pruned keeps its own', async () => {
  const { app, receiver } = scene;
  const { connection } = app.strapi.db;
  const webhook = await createWebhook(app, { url: receiver.url });
  await quotation.save();
  const { id } = await settled(app, webhook, 'delivered');
  const then = Date.now() - DAY_MS;
  await alterDelivery(app, id, { due_at: then, settled_at: then });

  const transaction = await connection.transaction();
  const { capturedPaths = '' } = containerOf(app.strapi).registry.get(webhook.documentId) ?? {};
  const redelivery = { mode: 'original' as const, checkedPaths: capturedPaths, capturedPaths };
  expect(await redeliver(transaction, id, redelivery)).toBe(true);
  const pruning = containerOf(app.strapi).retention.pruneNow();
  // Until it is over, or waits: for the row, or for the only connection of SQLite.
  await Promise.race([pruning, sleep(1_000)]);
  await transaction.commit();
  await pruning;
  await drain(app);

  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'delivered', attemptCount: 2 });
  const [first, second] = receiver.requests.map(({ text }) => text);
  expect(second).toBe(first);
});
