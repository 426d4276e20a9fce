import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, type AdminApi } from '../../support/admin-api';
import { deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

/** Whoever writes a rule, and reads the log, must not learn a value that only receivers are to get. */

const BASE = '/document-webhooks';
const TIED = 's3cr3t-of-the-Receiver';
const OTHER = 'n0t-named-by-anyb0dy';

const scene = useScene({
  config: { expressions: { env: [{ name: 'TIED', hosts: ['127.0.0.1'] }, 'OTHER'] } },
  env: { TIED, OTHER },
});
const quotation = useQuotation(scene);
let author: AdminApi;
let trusted: AdminApi;

beforeAll(async () => {
  const rights = ['webhooks.read', 'webhooks.create', 'webhooks.update', 'deliveries.read'];
  const adminOf = (...more: string[]) =>
    adminWith(scene.app, [
      { action: 'plugin::content-manager.explorer.read', subject: QUOTATION },
      ...[...rights, ...more].map((it) => ({ action: `plugin::document-webhooks.${it}` })),
    ]);
  author = await adminOf();
  trusted = await adminOf('environment.use');
});

let named = 0;

function rule(input: WebhookInput): WebhookInput & { url: string } {
  named += 1;
  return {
    name: `Rule ${String(named)}`,
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: scene.receiver.url,
    payload: 'none',
    retryDelays: [],
    ...input,
  };
}

const template = (text: string): WebhookInput => ({ payload: 'template', template: text });
const header = (value: string, secret = false): WebhookInput => ({
  headers: [{ key: 'X-Key', value, secret }],
});

describe('a value that is tied to a host is spelled out by no rule', () => {
  test.each<[string, WebhookInput]>([
    ['compares it in a condition', { condition: '$substring($env("TIED"), 0, 1) = "s"' }],
    ['fails with it in a condition', { condition: '$error($env("TIED"))' }],
    ['has it in a condition', { condition: '{ "a": $env("TIED") }' }],
    ['splits it', template('$join($split($env("TIED"), ""), " ")')],
    ['compares it', template('$env("TIED") > "s" ? 1 : 2')],
    ['compares it within an object', template('{ "a": $env("TIED") = "s" }')],
    ['binds it', template('($x := $env("TIED"); $uppercase($x))')],
    ['chains it', template('$env("TIED") ~> $uppercase')],
    ['passes the function on', template('$map(["TIED"], $env)')],
    ['reads it by a name that is made', template('$substring($env("TI" & "ED"), 1)')],
    ['steps on from it', template('$env("TIED").$substring($, 1)')],
    ['steps on from an object that holds it', template('{ "a": $env("TIED") }.a.$substring($, 1)')],
    ['filters it', template('[$env("TIED")][$ > "s"]')],
    ['makes it a key', template('{ $uppercase($env("TIED")): 1 }')],
    ['groups by it', template('doc{ $uppercase($env("TIED")): 1 }')],
    ['encodes it twice', template('$base64encode($base64encode($env("TIED")))')],
    [
      'encodes it by a function of its own',
      template('($base64encode := $uppercase; { "a": $base64encode($env("TIED")) })'),
    ],
    ['cuts it in a header', header('{{ $substring($env("TIED"), 1) }}')],
    ['cuts it in a secret header', header('{{ $substring($env("TIED"), 1) }}', true)],
  ])('that %s', async (_, input) => {
    const draft = rule(input);
    const about = { uid: QUOTATION, documentId: quotation.documentId, event: 'entry.update' };

    const created = await author.call('post', `${BASE}/webhooks`, draft);
    const imported = await author.call('post', `${BASE}/webhooks/import`, { webhooks: [draft] });
    const previewed = await author.call('post', `${BASE}/webhooks/preview`, {
      webhook: draft,
      ...about,
    });
    const plain = await createWebhook(scene.app, rule({}));
    const changed = await author.call('put', `${BASE}/webhooks/${plain.documentId}`, input);

    const all = [created, imported, previewed, changed];
    expect(all.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(created.text).toMatch(/alters or compares|computed name/);
    const allowed = await trusted.call('post', `${BASE}/webhooks`, draft);
    expect([allowed.status, allowed.text]).toEqual([201, expect.any(String)]);
  });

  test.each<[string, WebhookInput]>([
    ['sends it as a header', header('Bearer {{ $env("TIED") }}')],
    ['joins it', header('{{ "Key " & $env("TIED") & doc.name }}')],
    ['encodes it', header('Basic {{ $base64encode("bob:" & $env("TIED")) }}')],
    ['sends it in an object', template('{ "auth": { "keys": [$env("TIED")] }, "name": doc.name }')],
    ['chooses whether it is sent', template('{ "key": doc.name = "x" ? "" : ($env("TIED")) }')],
    ['sends it in each of a list', template('[[1, 2].{ "name": $, "key": $env("TIED") }]')],
    ['has it in the path', { url: '/{{ $env("TIED") }}' }],
  ])('but one that %s is for anybody, and the log masks it', async (_, input) => {
    const { receiver, app } = scene;
    const url = `${receiver.url}${input.url ?? ''}`;

    const { status, body, text } = await author.call('post', `${BASE}/webhooks`, {
      ...rule(input),
      url,
    });
    expect([status, text]).toEqual([201, expect.any(String)]);
    const { data } = body as { data: Entry };
    await quotation.save();
    const { id } = await settled(app, data, 'delivered');

    const shown = await author.call('get', `${BASE}/deliveries/${id}`);
    expect(shown.status).toBe(200);
    expect(shown.text).not.toContain(TIED);
    expect(shown.text).not.toContain(Buffer.from(TIED).toString('base64').slice(4, -4));
  });
});

describe('a webhook that reads no variable answers no guess', () => {
  const guesses = [TIED, `${TIED}!`, OTHER, 'another-gue55'].join();

  async function shownOf(webhook: Entry, status: 'delivered' | 'failed' | 'skipped') {
    const { id } = await settled(scene.app, webhook, status);
    const { text } = await author.call('get', `${BASE}/deliveries/${id}`);
    return text;
  }

  test.each<[string, WebhookInput]>([
    ['a template', template(JSON.stringify(guesses))],
    ['a header', header(guesses)],
    ['a URL', { url: `/?guess=${guesses}` }],
  ])('in %s', async (_, input) => {
    const url = `${scene.receiver.url}${input.url ?? ''}`;
    const webhook = await createWebhook(scene.app, { ...rule(input), url });
    await quotation.save();

    const shown = await shownOf(webhook, 'delivered');

    expect(shown).toContain(guesses);
    expect(shown).not.toContain('[redacted]');
  });

  test('in a document', async () => {
    const mapping = [{ fieldname: 'customer' }];
    const webhook = await createWebhook(scene.app, rule({ payload: 'fields', mapping }));
    await quotation.save(guesses);

    expect(await shownOf(webhook, 'delivered')).toContain(guesses);
  });

  test('in a response', async () => {
    scene.receiver.replyWith({ status: 400, headers: { 'x-echo': guesses }, body: guesses });
    const webhook = await createWebhook(scene.app, rule({}));
    await quotation.save();

    expect((await shownOf(webhook, 'failed')).split(guesses)).toHaveLength(3);
  });

  test('in the error of a template', async () => {
    const webhook = await createWebhook(scene.app, rule(template(`$error("${guesses}")`)));
    await quotation.save();

    expect(await shownOf(webhook, 'failed')).toContain(guesses);
  });

  test('in the error of a condition', async () => {
    const condition = `$error("${guesses}")`;
    const webhook = await createWebhook(scene.app, rule({ condition, recordSkipped: true }));
    await quotation.save();

    expect(await shownOf(webhook, 'skipped')).toContain(guesses);
  });

  test('nor one that reads another variable', async () => {
    const webhook = await createWebhook(
      scene.app,
      rule(template(`{ "a": $env("OTHER"), "b": "${TIED}" }`)),
    );
    await quotation.save();

    const shown = await shownOf(webhook, 'delivered');

    expect(shown).toContain(TIED);
    expect(shown).not.toContain(OTHER);
  });
});

describe('a body keeps its masks', () => {
  const withValue = () => rule({ ...template('{ "key": $env("TIED") }'), retryDelays: [3_600] });

  test('once the webhook reads the variable no more', async () => {
    const { app } = scene;
    const webhook = await createWebhook(app, withValue());
    await quotation.save();
    const { id } = await settled(app, webhook, 'delivered');
    await updateWebhook(app, webhook, template('"nothing"'));

    const shown = await author.call('get', `${BASE}/deliveries/${id}`);

    expect(shown.text).toContain('[redacted]');
    expect(shown.text).not.toContain(TIED);
  });

  test('at a retry after such an edit, also where the receiver shows it', async () => {
    const { app, receiver } = scene;
    receiver.replyWith(500);
    const webhook = await createWebhook(app, withValue());
    await quotation.save();
    await settled(app, webhook, 'pending');
    await updateWebhook(app, webhook, template('"nothing"'));
    receiver.replyWith({ status: 400, body: `You sent ${TIED}` });
    const { id } = await deliveryOf(app, webhook);
    await makeDue(app, id);
    await drain(app);

    const shown = await author.call('get', `${BASE}/deliveries/${id}`);

    expect(receiver.requests.at(-1)?.json).toEqual({ key: TIED });
    expect(shown.text).toContain('You sent [redacted]');
    expect(shown.text).not.toContain(TIED);
  });

  test('until it is rendered again', async () => {
    const { app } = scene;
    const webhook = await createWebhook(app, withValue());
    await quotation.save();
    const { id } = await settled(app, webhook, 'delivered');
    await updateWebhook(app, webhook, template(JSON.stringify(TIED)));
    await app.service('outbox').redeliver(id, 'rerendered');
    await drain(app);

    const shown = await author.call('get', `${BASE}/deliveries/${id}`);

    expect(shown.text).toContain(TIED);
  });
});
