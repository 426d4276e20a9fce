import { superAdmin, type AdminApi } from '../../support/admin-api';
import { QUOTATION, type Entry } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';

const WEBHOOKS = '/document-webhooks/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);
let admin: AdminApi;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
});

interface Shown extends Entry {
  health: { conditionFailed: string | null };
}

async function create(condition: string, name = condition): Promise<Shown> {
  const { body } = await admin.call('post', WEBHOOKS, {
    name,
    condition,
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: scene.receiver.url,
  });
  return (body as { data: Shown }).data;
}

async function conditionFailed({ documentId }: Entry): Promise<string | null> {
  const { body } = await admin.call('get', `${WEBHOOKS}/${documentId}`);
  return (body as { data: Shown }).data.health.conditionFailed;
}

test('a condition that fails on each event shows, with the delivery that holds the error', async () => {
  const webhook = await create('$sum("not a number")');
  expect(webhook.health.conditionFailed).toBeNull();
  await quotation.save();

  const id = await conditionFailed(webhook);
  const { body } = await admin.call('get', `/document-webhooks/deliveries/${String(id)}`);
  expect(body).toMatchObject({
    data: {
      status: 'skipped',
      reason: expect.stringContaining('The condition failed: ') as string,
    },
  });
});

test('once it is saved again, only what happens after counts', async () => {
  const webhook = await create('$sum("not a number")');
  await quotation.save();
  await admin.call('put', `${WEBHOOKS}/${webhook.documentId}`, { condition: 'true' });
  expect(await conditionFailed(webhook)).toBeNull();
  await quotation.save();
  expect(await conditionFailed(webhook)).toBeNull();
});

test('a condition that says no has not failed', async () => {
  const webhook = await create('false');
  await quotation.save();
  expect(await conditionFailed(webhook)).toBeNull();
});

test('a disabled webhook would send nothing, and its preview says so', async () => {
  const { documentId } = quotation;
  const preview = async (state: string) => {
    const { body } = await admin.call('post', `${WEBHOOKS}/preview`, {
      webhook: {
        state,
        contentTypes: [QUOTATION],
        events: ['entry.update'],
        url: scene.receiver.url,
      },
      uid: QUOTATION,
      documentId,
      event: 'entry.update',
    });
    return body as object;
  };
  expect(await preview('enabled')).toMatchObject({ data: { matches: true, reason: null } });
  expect(await preview('disabled')).toMatchObject({
    data: { matches: false, reason: 'The webhook is disabled' },
  });
});
