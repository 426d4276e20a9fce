import { superAdmin } from '../../support/admin-api';
import { deliveryOf, drain, settled } from '../../support/deliveries';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const BASE = '/document-webhooks';
const NUL = 'The text contains the character NUL, which cannot be stored';
const HALF = 'The text contains half of a surrogate pair, which cannot be stored';

const scene = useScene();
const quotation = useQuotation(scene);

test.each<[string, object, string]>([
  ['name', { name: 'a\0' }, NUL],
  ['description', { description: '\ud800' }, HALF],
  ['condition', { condition: '"\0" = doc.name' }, NUL],
  ['template', { payload: 'template', template: '"\udc00"' }, HALF],
  ['url', { url: 'http://127.0.0.1:9/\0' }, NUL],
  ['locales.0', { locales: ['\ud83d'] }, HALF],
  ['mapping.0.key', { mapping: [{ fieldname: 'name', key: 'a\0' }] }, NUL],
  ['headers.0.value', { headers: [{ key: 'x-a', value: '{{ "\ud800" }}' }] }, HALF],
])('%s with what not every database holds is refused', async (path, rule, message) => {
  const saved = createWebhook(scene.app, { url: scene.receiver.url, ...rule });

  await expect(saved).rejects.toMatchObject({
    details: { errors: [{ path: path.split('.'), message }] },
  });
});

test('emoji are text like any other', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ body: '👍🏽' });
  const webhook = await createWebhook(app, {
    name: '🚀 漢字',
    url: receiver.url,
    mapping: [{ fieldname: 'name', key: '🔑' }],
  });

  await quotation.save();
  const { attempts, request } = await settled(app, webhook, 'delivered');

  expect(webhook['name']).toBe('🚀 漢字');
  expect(request?.body).toBe('{"🔑":"QTN-00001"}');
  expect(attempts[0]?.responseBody).toBe('👍🏽');
});

test('a condition that fails with a NUL fails no save, and its reason is kept', async () => {
  const { app, receiver } = scene;
  const condition = '$error("a\\u0000b")';
  const webhook = await createWebhook(app, { url: receiver.url, condition });

  await quotation.save();

  const delivery = await deliveryOf(app, webhook);
  expect(delivery).toMatchObject({ status: 'skipped' });
  expect(delivery.reason).toContain('a\uFFFDb');
});

test.each([
  [
    'a text',
    '"a\\u0000b"',
    'The body contains a NUL character, which cannot be stored. Remove it in the template',
  ],
  ['an error', '$error("a\\u0000b")', 'a\uFFFDb'],
])('a template that makes a NUL of %s holds up nothing', async (_name, template, reason) => {
  const { app, receiver } = scene;
  const ill = await createWebhook(app, { url: receiver.url, payload: 'template', template });
  const well = await createWebhook(app, { url: receiver.url });

  await quotation.save();
  await drain(app);

  const delivery = await settled(app, ill, 'failed');
  expect(delivery.reason).toContain(reason);
  expect(delivery.attempts).toMatchObject([{ outcome: 'render-error', error: delivery.reason }]);
  await settled(app, well, 'delivered');
});

test.each([
  ['get', '/deliveries/%00', 404],
  ['post', '/deliveries/msg_%00/redeliver', 404],
  ['get', '/webhooks/%00', 404],
  ['delete', '/webhooks/%00', 404],
  ['get', '/webhooks?search=%00', 400],
  ['get', '/deliveries?documentId=%00', 400],
] as const)('%s %s is answered with %i', async (method, path, status) => {
  const api = await superAdmin(scene.app);

  expect((await api.call(method, BASE + path)).status).toBe(status);
});
