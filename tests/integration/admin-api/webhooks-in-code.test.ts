import { containerOf } from '../../../server/src/container';
import { createCatalogue } from '../../../server/src/validation/references/catalogue';
import { createValidateWebhook } from '../../../server/src/validation/validate-webhook';
import { declareWebhooks } from '../../../server/src/webhooks/sync/declare-webhooks';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { bootStrapi, type App } from '../../support/boot-strapi';
import { deliveryOf, drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { startReceiver, type Receiver } from '../../support/receiver';
import { createWebhook, updateWebhook } from '../../support/webhooks';

type Declaration = Record<string, unknown>;

const ROUTE = '/document-webhooks/webhooks';

let app: App;
let receiver: Receiver;
let admin: AdminApi;
let afterBoot: Entry;

function crm(more: Declaration = {}): Declaration {
  return {
    name: 'CRM',
    url: `${receiver.url}/crm`,
    contentTypes: [QUOTATION],
    events: ['entry.create'],
    mapping: [{ fieldname: 'name' }],
    headers: [{ key: 'x-source', value: 'strapi' }],
    ...more,
  };
}

beforeAll(async () => {
  receiver = await startReceiver();
  app = await bootStrapi({ config: { webhooks: [crm()] } });
  admin = await superAdmin(app);
  afterBoot = await stored();
}, 240_000);
afterAll(async () => {
  await receiver.close();
  await app.stop();
});
beforeEach(async () => {
  for (const { documentId } of await app.documents(WEBHOOK).findMany()) {
    await app.strapi.db.query(WEBHOOK).delete({ where: { documentId } });
  }
  receiver.reset();
});

/** What a boot with these webhooks does about them. */
async function bootWith(...webhooks: Declaration[]): Promise<void> {
  const { strapi } = app;
  const { cipher, ...pipeline } = containerOf(strapi);
  const config = { ...pipeline.config, webhooks };
  const validate = createValidateWebhook(config, createCatalogue(strapi));
  await declareWebhooks({ strapi, config, cipher, validate });
  await containerOf(strapi).registry.refresh();
}

async function stored(name = 'CRM'): Promise<Entry> {
  const found = await app.documents(WEBHOOK).findMany({
    filters: { name },
    populate: ['headers', 'mapping'],
  });
  if (!found[0] || found.length > 1) throw new Error(`${String(found.length)} are called ${name}`);
  return found[0];
}

async function createQuotation(): Promise<void> {
  await app.documents(QUOTATION).create({ data: { name: `QTN-${String(Math.random())}` } });
  await drain(app);
}

describe('declared webhooks', () => {
  test('are there after the boot', () => {
    expect(afterBoot).toMatchObject({ origin: 'code', state: 'enabled', timeoutMs: 15_000 });
  });

  test('are in force', async () => {
    await bootWith(crm());

    await createQuotation();

    expect(receiver.requests.map(({ path, headers }) => [path, headers['x-source']])).toEqual([
      ['/crm', 'strapi'],
    ]);
  });

  test('are not written again when nothing about them has changed', async () => {
    await bootWith(crm());
    const before = await stored();

    await bootWith(crm({ timeoutMs: 15_000 }));

    expect(await stored()).toEqual(before);
  });

  test('follow the configuration', async () => {
    await bootWith(crm());
    const { documentId } = await stored();

    await bootWith(crm({ url: `${receiver.url}/moved`, headers: [], description: 'New' }));
    await createQuotation();

    expect(await stored()).toMatchObject({ documentId, description: 'New', headers: [] });
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/moved']);
  });

  test('keep the state that a person gave them', async () => {
    await bootWith(crm());
    await updateWebhook(app, await stored(), { state: 'paused' });

    await bootWith(crm({ state: 'enabled', description: 'New' }));

    expect(await stored()).toMatchObject({ state: 'paused', description: 'New' });
  });

  test('of several instances that boot at once are there once', async () => {
    const webhooks = [crm(), crm({ name: 'ERP' }), crm({ name: 'Search' })];

    await Promise.all([1, 2, 3, 4].map(() => bootWith(...webhooks)));

    const all = await app.documents(WEBHOOK).findMany({ sort: 'name:asc' });
    expect(all.map(({ name }) => name)).toEqual(['CRM', 'ERP', 'Search']);
  });
});

describe('what the configuration no longer has', () => {
  const REASON = 'No longer in config.webhooks';

  test('is disabled with the reason, and what was pending is cancelled', async () => {
    await bootWith(crm({ state: 'paused' }));
    await createQuotation();

    await bootWith();
    await createQuotation();

    const webhook = await stored();
    const stateReason = `${REASON}; it was paused`;
    expect(webhook).toMatchObject({ state: 'disabled', stateReason, origin: 'code' });
    expect(await deliveryOf(app, webhook)).toMatchObject({
      status: 'cancelled',
      reason: `The webhook was disabled: ${stateReason}`,
    });
  });

  test('is paused again when it comes back, where a person had paused it', async () => {
    await bootWith(crm());
    await updateWebhook(app, await stored(), { state: 'paused' });
    await bootWith();

    await bootWith(crm());

    expect(await stored()).toMatchObject({ state: 'paused', stateReason: null });
  });

  test('is enabled again when it comes back', async () => {
    await bootWith(crm());
    const { documentId } = await stored();
    await bootWith();

    await bootWith(crm());

    expect(await stored()).toMatchObject({ documentId, state: 'enabled', stateReason: null });
  });

  test('stays disabled where a person had disabled it', async () => {
    await bootWith(crm());
    await updateWebhook(app, await stored(), { state: 'disabled' });
    await bootWith();

    await bootWith(crm());

    expect(await stored()).toMatchObject({ state: 'disabled', stateReason: null });
  });

  test('may be deleted', async () => {
    await bootWith(crm({ name: 'Old' }));
    await bootWith();
    const { documentId } = await stored('Old');

    expect((await admin.call('delete', `${ROUTE}/${documentId}`)).status).toBe(200);
  });

  test('a webhook made in the admin panel is left alone', async () => {
    const { name } = await createWebhook(app, { url: receiver.url });

    await bootWith();

    expect(await stored(name as string)).toMatchObject({ state: 'enabled', origin: 'admin' });
  });
});

describe('a declared webhook in the admin API', () => {
  let path: string;

  beforeEach(async () => {
    await bootWith(crm());
    path = `${ROUTE}/${(await stored()).documentId}`;
  });

  test('tells its origin', async () => {
    const answer = await admin.call('get', path);

    expect((answer.body as { data: Entry }).data['origin']).toBe('code');
  });

  test('takes another state, also along with all else as it is', async () => {
    const { data } = (await admin.call('get', path)).body as { data: Entry };

    const answer = await admin.call('put', path, { ...data, state: 'paused' });

    expect(answer.status).toBe(200);
    expect(await stored()).toMatchObject({ state: 'paused', origin: 'code' });
  });

  test('refuses another value of anything else, and names each', async () => {
    const answer = await admin.call('put', path, {
      state: 'paused',
      url: 'https://example.com',
      mapping: [],
    });

    expect(answer.status).toBe(400);
    const { error } = answer.body as { error: { details: { errors: object[] } } };
    expect(error.details.errors).toMatchObject([{ path: ['url'] }, { path: ['mapping'] }]);
    expect(JSON.stringify(error)).toContain('config.webhooks');
    expect(await stored()).toMatchObject({ state: 'enabled', url: `${receiver.url}/crm` });
  });

  test('cannot be deleted', async () => {
    const answer = await admin.call('delete', path);

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('config.webhooks');
    expect(await stored()).toMatchObject({ state: 'enabled' });
  });

  test('nor by strapi.documents', async () => {
    const { documentId } = await stored();
    const documents = app.documents(WEBHOOK);

    await expect(documents.update({ documentId, data: { name: 'Mine' } })).rejects.toThrow('code');
    await expect(documents.delete({ documentId })).rejects.toThrow('code');
  });

  test('its origin cannot be made up', async () => {
    await createWebhook(app, { url: receiver.url, name: 'Mine', origin: 'code' } as never);

    expect(await stored('Mine')).toMatchObject({ origin: 'admin' });
  });
});

describe('a boot stops', () => {
  test('with one message that names every bad place', async () => {
    const booting = bootWith(
      crm(),
      crm({ name: 'ERP', url: 'ftp://example.com' }),
      crm({ name: 'Search', mapping: [{ fieldname: 'name' }, { fieldname: 'nme' }] }),
      { name: 'Empty', colour: 'red' },
    );

    await expect(booting).rejects.toThrow(
      /document-webhooks config: webhooks\[1\]\.url: .*; webhooks\[2\]\.mapping\[1\]\.fieldname: .*; webhooks\[3\]\.colour: /,
    );
    expect(await app.documents(WEBHOOK).findMany()).toEqual([]);
  });

  test('when two are called the same', async () => {
    await expect(bootWith(crm(), crm({ name: ' CRM ' }))).rejects.toThrow(
      /webhooks\[1\]\.name: .*twice/,
    );
  });

  test('when one made in the admin panel is called so, and nothing is written', async () => {
    await createWebhook(app, { url: receiver.url, name: 'CRM' });

    await expect(bootWith(crm({ name: 'ERP' }), crm())).rejects.toThrow(
      /webhooks\[1\]\.name: .*admin panel/,
    );
    expect(await stored()).toMatchObject({ origin: 'admin', url: receiver.url });
    expect(await app.documents(WEBHOOK).findMany()).toHaveLength(1);
  });
});
