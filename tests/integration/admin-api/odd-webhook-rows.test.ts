import { containerOf } from '../../../server/src/container';
import { superAdmin } from '../../support/admin-api';
import { deliveryOf, drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const GONE = 'api::gone.gone';

const scene = useScene();
const quotation = useQuotation(scene);

/** Writes columns of a webhook past the schema. */
async function alterWebhook({ documentId }: Entry, data: object): Promise<void> {
  await scene.app.strapi.db.query(WEBHOOK).update({ where: { documentId }, data });
}

const ODD = ['contentTypes', 'events'].flatMap((name) =>
  [null, {}, 5, 'entry.update'].map((value): [string, unknown] => [name, value]),
);

describe.each(ODD)('a webhook whose %s is %j', (name, value) => {
  let odd: Entry;

  beforeEach(async () => {
    odd = await createWebhook(scene.app, { url: `${scene.receiver.url}/odd` });
    await alterWebhook(odd, { [name]: value });
  });

  test('does not keep another from being created, and from sending', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: `${receiver.url}/sound` });

    await quotation.save();
    await drain(app);

    expect((await deliveryOf(app, webhook)).status).toBe('delivered');
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/sound']);
  });

  test('nor from being created inside a wider transaction', async () => {
    const { app, receiver } = scene;

    const webhook = await app.strapi.db.transaction(() =>
      createWebhook(app, { url: `${receiver.url}/sound` }),
    );

    const { registry } = containerOf(app.strapi);
    await eventually(() => {
      expect(registry.get(webhook.documentId)).toBeDefined();
    });
    await quotation.save();
    await drain(app);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/sound']);
  });

  test('nor the list of webhooks from being read', async () => {
    const admin = await superAdmin(scene.app);
    const path = `/document-webhooks/webhooks?contentType=${QUOTATION}`;
    await containerOf(scene.app.strapi).registry.refresh();
    expect((await admin.call('get', '/document-webhooks/webhooks')).status).toBe(200);
    expect((await admin.call('get', path)).status).toBe(200);
  });

  test('can be renamed', async () => {
    await updateWebhook(scene.app, odd, { name: `Odd ${name}` });

    const { documentId } = odd;
    expect(await scene.app.documents(WEBHOOK).findOne({ documentId })).toMatchObject({
      name: `Odd ${name}`,
    });
  });
});

describe('a webhook that this configuration cannot compile', () => {
  const HELD = /Expressions in the host need the setting network\.dynamicHosts/;
  let webhook: Entry;

  beforeEach(async () => {
    const { app, receiver } = scene;
    webhook = await createWebhook(app, { url: receiver.url, state: 'paused' });
    await quotation.save();
    await alterWebhook(webhook, { url: 'http://{{ doc.host }}/', state: 'enabled' });
    await containerOf(app.strapi).registry.refresh();
  });

  test('keeps what is pending, and sends it once it compiles', async () => {
    const { app, receiver } = scene;
    await drain(app);
    expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending', reason: null });

    await alterWebhook(webhook, { url: receiver.url });
    await containerOf(app.strapi).registry.refresh();
    await drain(app);
    expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  });

  test('says why, to whoever looks at it and to whoever redelivers', async () => {
    const admin = await superAdmin(scene.app);
    const read = await admin.call('get', `/document-webhooks/webhooks/${webhook.documentId}`);
    expect(read.body).toMatchObject({
      data: { ruleProblem: expect.stringMatching(HELD) as string },
    });

    const { id } = await deliveryOf(scene.app, webhook);
    const again = await admin.call('post', `/document-webhooks/deliveries/${id}/redeliver`);
    expect(again.status).toBe(400);
    expect(again.body).toMatchObject({ error: { message: expect.stringMatching(HELD) as string } });
  });

  test('loses what is pending when it is deleted', async () => {
    const { documentId } = webhook;
    await scene.app.documents(WEBHOOK).delete({ documentId });
    await drain(scene.app);
    expect(await deliveryOf(scene.app, webhook)).toMatchObject({
      status: 'cancelled',
      reason: 'The webhook was deleted',
    });
  });
});

describe('a webhook whose content type is gone', () => {
  let webhook: Entry;

  beforeEach(async () => {
    webhook = await createWebhook(scene.app, { url: scene.receiver.url });
    await alterWebhook(webhook, { contentTypes: [GONE] });
  });

  function stored(): Promise<Entry | null> {
    const { documentId } = webhook;
    return scene.app.documents(WEBHOOK).findOne({ documentId, populate: ['mapping'] });
  }

  test('can still be disabled', async () => {
    await updateWebhook(scene.app, webhook, { state: 'disabled' });

    expect(await stored()).toMatchObject({ state: 'disabled', contentTypes: [GONE] });
  });

  test('takes no new mapping', async () => {
    const updating = updateWebhook(scene.app, webhook, { mapping: [{ fieldname: 'customer' }] });

    await expect(updating).rejects.toMatchObject({
      name: 'ValidationError',
      details: { errors: [{ path: ['contentTypes', '0'] }] },
    });
    expect(await stored()).toMatchObject({ mapping: [{ fieldname: 'name', key: 'id' }] });
  });

  test('takes a new mapping along with a type that there is', async () => {
    const { app, receiver } = scene;

    await updateWebhook(app, webhook, {
      contentTypes: [QUOTATION],
      mapping: [{ fieldname: 'customer' }],
    });
    await quotation.save();
    await drain(app);

    expect(receiver.requests.map(({ text }) => text)).toEqual(['{"customer":"Acme"}']);
  });
});
