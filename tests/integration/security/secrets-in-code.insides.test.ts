import { containerOf } from '../../../server/src/container';
import { createCatalogue } from '../../../server/src/validation/references/catalogue';
import { createValidateWebhook } from '../../../server/src/validation/validate-webhook';
import { declareWebhooks } from '../../../server/src/webhooks/sync/declare-webhooks';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK } from '../../support/documents';
import { useScene } from '../../support/scene';
import { secretRows, withEncryptionKey } from '../../support/secrets';

const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER_SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const HEADER = { key: 'Authorization', value: 'Bearer {{ $env("TOKEN") }}', secret: true };

const scene = useScene({ config: { expressions: { env: ['TOKEN'] } }, env: { TOKEN: 't0ken' } });
let api: AdminApi;

beforeAll(async () => {
  api = await superAdmin(scene.app);
});

/** What a boot with this webhook does about it. */
async function bootWith(attributes: object): Promise<void> {
  const { strapi } = scene.app;
  const { cipher, registry, ...pipeline } = containerOf(strapi);
  const webhook = {
    name: 'Declared',
    contentTypes: [QUOTATION],
    events: ['entry.create'],
    url: scene.receiver.url,
    ...attributes,
  };
  const config = { ...pipeline.config, webhooks: [webhook] };
  const validate = createValidateWebhook(config, createCatalogue(strapi));
  await declareWebhooks({ strapi, config, cipher, validate });
  await registry.refresh();
}

async function stored() {
  const [webhook] = await scene.app.documents(WEBHOOK).findMany({ populate: ['headers'] });
  if (!webhook) throw new Error('There is no webhook');
  const rows = await secretRows(scene.app, webhook.documentId);
  return { webhook, ids: rows.map(({ id }) => id).sort((a, b) => a - b) };
}

async function received(): Promise<Record<string, unknown>> {
  await scene.app.documents(QUOTATION).create({ data: { name: `QTN-${String(Math.random())}` } });
  await drain(scene.app);
  return scene.receiver.requests.at(-1)?.headers ?? {};
}

test('are stored once, and not written anew at each boot', async () => {
  const declared = { headers: [HEADER], signing: 'hmac', signingSecret: SIGNING_SECRET };
  await bootWith(declared);
  const first = await stored();
  expect(first.ids).toHaveLength(2);
  expect(JSON.stringify(first.webhook)).not.toContain('TOKEN');
  expect(await received()).toMatchObject({
    authorization: 'Bearer t0ken',
    'webhook-signature': expect.stringMatching(/^v1,/) as string,
  });

  await bootWith(declared);
  expect(await stored()).toEqual(first);
});

test.each([
  ['a header', { headers: [{ ...HEADER, value: 'Bearer new' }] }],
  ['the signing secret', { headers: [HEADER], signing: 'hmac', signingSecret: OTHER_SECRET }],
  ['the host', { headers: [HEADER], url: 'https://example.com/hook' }],
])('a boot with another one stores it: %s', async (_, changed) => {
  const { signing, signingSecret } = { signing: 'none', signingSecret: undefined, ...changed };
  const before =
    signingSecret === undefined ? { signing } : { signing, signingSecret: SIGNING_SECRET };
  await bootWith({ headers: [HEADER], ...before });
  const first = await stored();
  await bootWith(changed);
  const second = await stored();
  expect(second.webhook.updatedAt).not.toBe(first.webhook.updatedAt);
  await bootWith(changed);
  expect(await stored()).toEqual(second);
});

test('a signing secret that is not declared is made once, and can be rotated', async () => {
  await bootWith({ signing: 'hmac' });
  const { webhook, ids } = await stored();
  await bootWith({ signing: 'hmac' });
  expect((await stored()).ids).toEqual(ids);

  const path = `/document-webhooks/webhooks/${webhook.documentId}`;
  const { body } = (await api.call('post', `${path}/rotate-secret`)) as { body: unknown };
  expect(body).toMatchObject({ meta: { signingSecret: expect.any(String) as string } });
  await bootWith({ signing: 'hmac' });
  expect((await stored()).ids).toHaveLength(2);
});

test('without a key the boot stops, and says where and what to do', async () => {
  await withEncryptionKey(scene.app, undefined, async () => {
    await expect(bootWith({ headers: [HEADER], signing: 'hmac' })).rejects.toThrow(
      /webhooks\[0\]\.headers\[0\]\.value: .*admin\.secrets\.encryptionKey.*webhooks\[0\]\.signing: /,
    );
  });
  expect(await scene.app.documents(WEBHOOK).findMany()).toEqual([]);
});

test('when the key is lost later the boot goes on, and sending is held', async () => {
  await bootWith({ headers: [HEADER] });
  const first = await stored();
  await withEncryptionKey(scene.app, undefined, async () => {
    await bootWith({ headers: [HEADER] });
    expect(await received()).toEqual({});
  });
  expect(await stored()).toEqual(first);
});

test('with another key a boot stores them anew', async () => {
  await bootWith({ headers: [HEADER] });
  const first = await stored();
  await withEncryptionKey(scene.app, 'another-key', async () => {
    await bootWith({ headers: [HEADER] });
    expect((await stored()).ids).not.toEqual(first.ids);
    expect(await received()).toMatchObject({ authorization: 'Bearer t0ken' });
  });
});
