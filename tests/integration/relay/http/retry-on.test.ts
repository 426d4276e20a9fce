import type { Webhook } from '../../../../server/src/contracts/webhook';
import { superAdmin, type AdminApi } from '../../../support/admin-api';
import { deliveryOf, makeDue, settled } from '../../../support/deliveries';
import type { Entry } from '../../../support/documents';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createWebhook, updateWebhook } from '../../../support/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);
let api: AdminApi;

beforeAll(async () => {
  api = await superAdmin(scene.app);
});

const pathOf = ({ documentId }: Pick<Entry, 'documentId'>): string =>
  `/document-webhooks/webhooks/${documentId}`;

async function read(webhook: Entry): Promise<Webhook> {
  return ((await api.call('get', pathOf(webhook))).body as { data: Webhook }).data;
}

test('a failure that is not in the list is not retried, and the reason says so', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    retryDelays: [0, 0],
    retryOn: ['5xx', 408],
  });

  await quotation.save();
  const delivery = await settled(app, webhook, 'failed');

  expect(delivery).toMatchObject({
    attemptCount: 1,
    reason: 'The receiver responded with 422. Not retried: retryOn does not list 422',
  });
});

test('what it names is retried', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(503, 408, 'hang', 422);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    retryDelays: [0, 0, 0, 0],
    retryOn: ['5xx', 408, 'timeout'],
    timeoutMs: 300,
  });

  await quotation.save();
  const delivery = await settled(app, webhook, 'failed');

  expect(delivery.attempts.map(({ statusCode }) => statusCode)).toEqual([503, 408, null, 422]);
});

test('a list that is changed holds for the next attempt of what waits', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [1_000, 0] });
  await quotation.save();
  const { id } = await settled(app, webhook, 'pending');

  await updateWebhook(app, webhook, { retryOn: [429] });
  await makeDue(app, id);
  const delivery = await settled(app, webhook, 'failed');

  expect(delivery.attemptCount).toBe(2);
});

test('it is read back as it was stored, and "all" is the default that one can return to', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  const retryOn = async () => (await read(webhook)).retryOn;
  expect(await retryOn()).toBe('all');

  await api.call('put', pathOf(webhook), { retryOn: ['5XX', '408', 'timeout'] });
  expect(await retryOn()).toEqual(['5xx', 408, 'timeout']);

  await api.call('put', pathOf(webhook), { name: 'Renamed' });
  expect(await retryOn()).toEqual(['5xx', 408, 'timeout']);

  await api.call('put', pathOf(webhook), { retryOn: 'all' });
  expect(await retryOn()).toBe('all');
});

test('an error names each entry that is wrong', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });

  const answer = await api.call('put', pathOf(webhook), { retryOn: ['5xx', 'later', 410] });

  expect(answer.status).toBe(400);
  const { error } = answer.body as { error: { details: { errors: { path: string[] }[] } } };
  expect(error.details.errors.map(({ path }) => path)).toEqual([
    ['retryOn', '1'],
    ['retryOn', '2'],
  ]);
  expect((await read(webhook)).retryOn).toBe('all');
});

test('by default each failure is retried', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 200);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [0] });
  expect((await read(webhook)).retryOn).toBe('all');

  await quotation.save();
  await settled(app, webhook, 'delivered');

  expect((await deliveryOf(app, webhook)).attemptCount).toBe(2);
});
