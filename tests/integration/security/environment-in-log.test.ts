import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, type AdminApi } from '../../support/admin-api';
import { settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

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
