import type { WebhookInput } from '../../../../server/src/contracts/webhooks';
import { toCurl } from '../../../../admin/src/components/request/to-curl';
import type { Preview } from '../../../../server/src/contracts/preview';
import { superAdmin } from '../../../support/admin-api';
import { settled } from '../../../support/deliveries';
import { QUOTATION } from '../../../support/documents';
import { useQuotation } from '../../../support/quotation';
import { ACCEPT, useRawServer } from '../../../support/raw-server';
import { useScene } from '../../../support/scene';
import { createWebhook } from '../../../support/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);
const server = useRawServer();

/** What goes over the wire, and what the log shows of it. */
async function sentBy(rule: WebhookInput) {
  server.answerWith(ACCEPT);
  const webhook = await createWebhook(scene.app, { ...rule, url: server.url });
  await quotation.save();
  const delivery = await settled(scene.app, webhook, 'delivered');
  return { wire: server.requests[0] ?? '', shown: Object.keys(delivery.request?.headers ?? {}) };
}

/** Names of headers in the order and the letter case in which they were written. */
function namesIn(wire: string): string[] {
  const [head = ''] = wire.split('\r\n\r\n');
  const [, ...lines] = head.split('\r\n');
  return lines.map((line) => line.split(':')[0] ?? '');
}

const TYPED = ['X-CRM-Key', 'x-lower', 'SOAPAction', 'Content-Type', '42'];
const headers = TYPED.map((key) => ({ key, value: 'typed value', secret: key === 'X-CRM-Key' }));

test('header names leave as they were typed, and the log shows them so', async () => {
  const { wire, shown } = await sentBy({ headers });

  expect(namesIn(wire)).toEqual(expect.arrayContaining(TYPED));
  expect(namesIn(wire)).not.toContain('content-type');
  expect(wire).toContain('\r\nX-CRM-Key: typed value\r\n');
  expect(shown).toEqual(expect.arrayContaining(TYPED));
});

test('a preview and its cURL command show the same names', async () => {
  const { app, receiver } = scene;
  const admin = await superAdmin(app);
  const webhook = {
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: receiver.url,
    payload: 'document',
    headers: headers.slice(0, 3),
  };
  const { documentId } = quotation;

  const body = { webhook, uid: QUOTATION, documentId, event: 'entry.update' };
  const answer = await admin.call('post', '/document-webhooks/webhooks/preview', body);
  const { request } = (answer.body as { data: Preview }).data;

  const names = ['X-CRM-Key', 'x-lower', 'SOAPAction', 'X-Strapi-Event', 'Content-Type'];
  expect(Object.keys(request?.headers ?? {})).toEqual(expect.arrayContaining(names));
  expect(request?.headers['X-CRM-Key']).toBe('[redacted]');
  for (const name of names) {
    expect(toCurl(request as NonNullable<typeof request>)).toContain(`--header '${name}: `);
  }
});

test('whole documents leave with header names as the built-in webhooks write them', async () => {
  const theirs = await builtInRequest();
  const { wire } = await sentBy({ payload: 'document', mapping: [] });

  const mixedCase = (names: string[]) => names.filter((name) => /[A-Z]/.test(name)).sort();
  expect(mixedCase(namesIn(theirs))).toEqual(['Content-Type', 'X-Strapi-Event']);
  expect(mixedCase(namesIn(wire))).toEqual(mixedCase(namesIn(theirs)));
});

interface BuiltInRunner {
  run(webhook: object, event: string): Promise<unknown>;
}

async function builtInRequest(): Promise<string> {
  server.answerWith(ACCEPT);
  const { strapi } = scene.app;
  const runner = strapi.get<BuiltInRunner>('webhookRunner');
  await runner.run({ url: server.url, headers: {} }, 'entry.update');
  return server.requests.splice(0)[0] ?? '';
}
