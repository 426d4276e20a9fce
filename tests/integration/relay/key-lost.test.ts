import { setTimeout as sleep } from 'node:timers/promises';

import { Webhook as StandardWebhook } from 'standardwebhooks';

import type { Webhook } from '../../../server/src/contracts/webhook';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import type { Entry } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { withEncryptionKey } from '../../support/secrets';
import { createWebhook } from '../../support/webhooks';

const HEADERS = [{ key: 'authorization', value: 'Bearer s3cr3t', secret: true }];
const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const LOST = /encryption key .* is missing or has changed\. Deliveries are on hold/;

const scene = useScene();
const quotation = useQuotation(scene);
let api: AdminApi;

beforeAll(async () => {
  api = await superAdmin(scene.app);
});

async function read({ documentId }: Entry): Promise<Webhook> {
  const { body } = (await api.call('get', `/document-webhooks/webhooks/${documentId}`)) as {
    body: { data: Webhook };
  };
  return body.data;
}

describe.each([
  ['missing', undefined],
  ['another one', 'another-key'],
])('while the key is %s', (_, key) => {
  test.each([
    ['a secret header', { headers: HEADERS }],
    ['signing', { signing: 'hmac' as const, signingSecret: SIGNING_SECRET }],
  ])('%s holds what is due, and it leaves when the key is back', async (_kind, attributes) => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: receiver.url, ...attributes });
    await withEncryptionKey(app, key, async () => {
      await quotation.save();
      await drain(app);
      await sleep(150);

      expect(await deliveryOf(app, webhook)).toMatchObject({
        status: 'pending',
        attemptCount: 0,
        attempts: [],
      });
      expect((await read(webhook)).secretsProblem).toMatch(LOST);
      expect(receiver.requests).toEqual([]);
    });

    const [request] = await receiver.received(1);
    if ('headers' in attributes) {
      expect(request?.headers.authorization).toBe('Bearer s3cr3t');
    } else {
      const headers = request?.headers as Record<string, string>;
      new StandardWebhook(SIGNING_SECRET).verify(request?.text ?? '', headers);
    }
    await settled(app, webhook, 'delivered');
    expect((await read(webhook)).secretsProblem).toBeNull();
  });

  test('a due retry is on hold too, and uses no attempt', async () => {
    const { app, receiver } = scene;
    receiver.replyWith(500, 200);
    const webhook = await createWebhook(app, {
      url: receiver.url,
      headers: HEADERS,
      retryDelays: [1_000],
    });
    await quotation.save();
    const { id } = await settled(app, webhook, 'pending');
    await withEncryptionKey(app, key, async () => {
      await makeDue(app, id);
      await drain(app);
      await sleep(150);
      expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending', attemptCount: 1 });
    });
    await settled(app, webhook, 'delivered');
  });
});

test('other webhooks send on', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: `${receiver.url}/held`, headers: HEADERS });
  await createWebhook(app, { url: `${receiver.url}/sent` });
  await withEncryptionKey(app, undefined, async () => {
    await quotation.save();
    await drain(app);
    expect(receiver.requestsAt('/sent')).toHaveLength(1);
    expect(receiver.requestsAt('/held')).toEqual([]);
  });
});

test('with a new key, entering the secrets again releases the queue', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    headers: HEADERS,
    signing: 'ed25519',
  });
  await withEncryptionKey(app, 'the-new-key', async () => {
    await quotation.save();
    const path = `/document-webhooks/webhooks/${webhook.documentId}`;
    await api.call('put', path, { headers: HEADERS });
    expect((await read(webhook)).signingKeys).toMatchObject([{ publicKey: null }]);
    await api.call('post', `${path}/rotate-secret`);

    const [request] = await receiver.received(1);
    expect(request?.headers.authorization).toBe('Bearer s3cr3t');
    // The old key is lost: it cannot sign beside the new one.
    expect(String(request?.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });
});
