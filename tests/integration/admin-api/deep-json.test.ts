import { superAdminToken } from '../../support/admin-api';
import { callerOf, type Call, type Caller } from '../../support/attack';
import { QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const PATH = '/document-webhooks/webhooks';
const LEVELS = 20_000;
/** Written by hand: JSON.stringify does not go down that far. */
const DEEP = `${'[{"a":'.repeat(LEVELS / 2)}1${'}]'.repeat(LEVELS / 2)}`;

const scene = useScene();
let caller: Caller;

beforeAll(async () => {
  caller = await callerOf(scene.app, await superAdminToken(scene.app));
});

function webhookWith(attribute: string): string {
  const rest = {
    name: 'Deep',
    contentTypes: [QUOTATION],
    events: ['order.paid', 'entry.update'],
    url: scene.receiver.url,
    mapping: [],
  };
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== attribute));
  return `${JSON.stringify(others).slice(0, -1)},"${attribute}":${DEEP}}`;
}

function expectRefused({ status, text }: Call, path: RegExp): void {
  const { error } = JSON.parse(text) as { error: { details: { errors?: { path: string[] }[] } } };
  expect([status, text.slice(0, 500)]).toEqual([400, expect.stringMatching(/nested too deeply/)]);
  expect(error.details.errors?.map((it) => it.path.join('.'))).toContainEqual(
    expect.stringMatching(path) as string,
  );
}

test('data of a custom event', async () => {
  const draft = JSON.stringify({
    contentTypes: [QUOTATION],
    events: ['order.paid'],
    url: scene.receiver.url,
  });
  const body = `{"webhook":${draft},"event":"order.paid","data":${DEEP}}`;

  expectRefused(await caller.call('POST', `${PATH}/preview`, body), /^data$/);
});

const ATTRIBUTES = ['mapping', 'headers', 'retryOn', 'contentTypes', 'url', 'name', 'unknown'];

test.each(ATTRIBUTES)('the attribute %s, wherever a webhook is written', async (attribute) => {
  const { documentId } = await createWebhook(scene.app, { url: scene.receiver.url });
  const webhook = webhookWith(attribute);
  const preview = `{"webhook":${webhook},"uid":"${QUOTATION}","documentId":"x","event":"entry.update"}`;
  const at = (prefix: string) => new RegExp(`^${prefix}${attribute}$`);

  expectRefused(await caller.call('POST', PATH, webhook), at(''));
  expectRefused(await caller.call('PUT', `${PATH}/${documentId}`, webhook), at(''));
  expectRefused(await caller.call('POST', `${PATH}/preview`, preview), at('webhook\\.'));
  expectRefused(
    await caller.call('POST', `${PATH}/backtest`, `{"webhook":${webhook}}`),
    at('webhook\\.'),
  );
  expectRefused(
    await caller.call('POST', `${PATH}/import`, `{"webhooks":[${webhook}]}`),
    at('webhooks\\.0\\.'),
  );
});

test.each([
  ['import', 'webhooks', '{"webhooks":%}'],
  ['import', 'webhooks\\.0', '{"webhooks":[%]}'],
  ['import-built-in', 'dryRun', '{"dryRun":%}'],
  ['preview', 'webhook', '{"webhook":%,"event":"order.paid"}'],
  ['preview', 'event', '{"webhook":{},"event":%}'],
  ['backtest', 'limit', '{"webhook":{},"limit":%}'],
  ['<id>/recover', 'since', '{"since":%}'],
  ['<id>/rotate-secret', 'overlapHours', '{"overlapHours":%}'],
])('the body of %s at %s', async (route, _path, body) => {
  const { documentId } = await createWebhook(scene.app, { url: scene.receiver.url });
  const to = `${PATH}/${route.replace('<id>', documentId)}`;

  const { status, text } = await caller.call('POST', to, body.replace('%', DEEP));

  expect([status, text.slice(0, 500)]).toEqual([400, expect.stringMatching(/ValidationError/)]);
});

function nested(levels: number): unknown {
  return JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
}

test('data of an event that the app emits, by the same limit and code as in a preview', async () => {
  const emit = (data: unknown) => scene.app.service('events').emit({ type: 'order.paid', data });
  const draft = { contentTypes: [QUOTATION], events: ['order.paid'], url: scene.receiver.url };
  const preview = (data: unknown) =>
    caller.call('POST', `${PATH}/preview`, { webhook: draft, event: 'order.paid', data });
  await emit(nested(500));
  expect((await preview(nested(500))).status).toBe(200);

  const refused = await preview(nested(502));

  expectRefused(refused, /^data$/);
  const { error } = JSON.parse(refused.text) as { error: { message: string; details: object } };
  const { message, details } = error;
  for (const data of [nested(502), JSON.parse(DEEP)]) {
    await expect(emit(data)).rejects.toMatchObject({ message, details });
  }
});
