import { deliveryOf, drain, settled } from '../support/deliveries';
import { ARTICLE } from '../support/documents';
import { useScene } from '../support/scene';
import { createWebhook, updateWebhook } from '../support/webhooks';

const scene = useScene();

/** Deep enough that writing it as a query string overflows the stack; as JSON it does not. */
const DEPTH = 4_000;

function nested(): unknown {
  let value: unknown = 'core';
  for (let i = 0; i < DEPTH; i += 1) value = { a: value };
  return value;
}

test('what does not render breaks no save, and ends as a render-error that a new mapping heals', async () => {
  const { app, receiver } = scene;
  const articles = app.documents(ARTICLE);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create'],
    method: 'GET',
    mapping: [{ fieldname: 'metadata' }],
  });

  const { documentId } = await articles.create({ data: { title: 'Deep', metadata: nested() } });
  const delivery = await settled(app, webhook, 'exhausted');

  expect(await articles.findOne({ documentId })).toMatchObject({ title: 'Deep' });
  expect(delivery.attempts).toMatchObject([{ outcome: 'render-error', statusCode: null }]);
  expect(delivery.reason).toContain('Maximum call stack size exceeded');
  expect(receiver.requests).toEqual([]);

  await updateWebhook(app, webhook, { mapping: [{ fieldname: 'title' }] });
  await app.service('outbox').redeliver(delivery.id, 'rerendered');
  await drain(app);
  expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  expect(receiver.requests.map(({ query }) => query.get('title'))).toEqual(['Deep']);
});

test('it holds up neither its document nor its webhook', async () => {
  const { app, receiver } = scene;
  const articles = app.documents(ARTICLE);
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create', 'entry.update'],
    method: 'GET',
    mapping: [{ fieldname: 'metadata' }, { fieldname: 'title' }],
  });
  const { documentId } = await articles.create({ data: { title: 'Deep', metadata: nested() } });

  await articles.update({ documentId, data: { title: 'Mended', metadata: null } });
  await receiver.received(1);

  expect(receiver.requests.map(({ query }) => query.get('title'))).toEqual(['Mended']);
});
