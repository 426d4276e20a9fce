import type { Webhook } from '../../../../server/src/contracts/webhook';
import type { FrozenBody } from '../../../../server/src/outbox/delivery';
import { buildRequest } from '../../../../server/src/relay/attempt/build-request';
import { webhookInForce } from '../../webhook-in-force';
import { deliveryRecord } from '../delivery-record';

const NOW = 1_700_000_000_999;
const JSON_BODY: FrozenBody = { format: 'json', text: '{"a":1}' };
const NO_BODY: FrozenBody = { format: 'none', text: null };

function request(webhook: Partial<Webhook>, body: FrozenBody = JSON_BODY) {
  const inForce = webhookInForce(webhook);
  const { url, headers } = inForce;
  return buildRequest(inForce, deliveryRecord(), { rendered: { body, url, headers }, now: NOW });
}

test('the id of the delivery, and the time of the attempt in whole seconds', () => {
  expect(request({}).headers).toEqual({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^strapi-plugin-document-webhooks\//) as string,
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1700000000',
  });
});

test('no body, no content-type', () => {
  const { headers, body } = request({}, NO_BODY);

  expect(body).toBeNull();
  expect(headers).not.toHaveProperty('content-type');
});

test("a user's header stands in for the content-type, and for nothing of ours", () => {
  const headers = [
    { key: 'Content-Type', value: 'text/x', secret: false },
    { key: 'Webhook-Id', value: 'forged', secret: false },
    { key: 'User-Agent', value: 'forged', secret: false },
    { key: 'X-Strapi-Event', value: 'forged', secret: false },
    { key: '__proto__', value: 'kept', secret: false },
  ];

  const { headers: sent } = request({ headers, payload: 'document' });

  expect(sent['Content-Type']).toBe('text/x');
  expect(sent['webhook-id']).toBe('msg_1');
  expect(sent['X-Strapi-Event']).toBe('entry.update');
  expect(Object.values(sent)).not.toContain('forged');
  const names = Object.keys(sent).map((name) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  expect(Object.getOwnPropertyDescriptor(sent, '__proto__')?.value).toBe('kept');
});

const OURS = [
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'user-agent',
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
];

test.each(OURS.flatMap((name) => [name, name.toUpperCase()]))(
  'a header %s that was written past the schema replaces nothing',
  (key) => {
    const { headers } = request({ headers: [{ key, value: 'forged', secret: false }] });

    expect(Object.values(headers)).not.toContain('forged');
    expect(headers).toEqual(request({}).headers);
  },
);

test.each([
  ['https://example.com/a', 'x=1', 'https://example.com/a?x=1'],
  ['https://example.com/a?b=2', 'x=1', 'https://example.com/a?b=2&x=1'],
  ['https://example.com/a?b=2#part', 'x=1', 'https://example.com/a?b=2&x=1#part'],
  ['https://example.com', 'x=1', 'https://example.com/?x=1'],
  ['https://example.com/a?b=2', '', 'https://example.com/a?b=2'],
])('%s with the query %s', (url, text, expected) => {
  const sent = request({ url, method: 'GET' }, { format: 'query', text });

  expect(sent).toMatchObject({ url: expected, body: null });
  expect(sent.headers).not.toHaveProperty('content-type');
});

test('a body of its own leaves the URL alone', () => {
  expect(request({ url: 'https://example.com/a?b=2' })).toMatchObject({
    url: 'https://example.com/a?b=2',
    body: '{"a":1}',
  });
});
