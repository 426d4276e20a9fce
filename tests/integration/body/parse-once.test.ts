import jsonata from 'jsonata';

import { superAdmin } from '../../support/admin-api';
import { QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, storeWebhook } from '../../support/webhooks';

jest.mock('jsonata', () => {
  const actual = jest.requireActual<typeof jsonata>('jsonata');
  return Object.assign(jest.fn(actual), actual);
});

const scene = useScene();

const CLAUSE = `($contains(doc.customer, "${'y'.repeat(125)}") and doc.name != "x")`;

/** 64 KB. */
function longCondition(seed: string): string {
  const first = `doc.customer = "${seed}"`;
  const more = Math.floor((65_536 - first.length) / (CLAUSE.length + ' or '.length));
  return [first, ...Array<string>(more).fill(CLAUSE)].join(' or ');
}

/** How many of these sources were parsed. */
function parses(...sources: string[]): number {
  return jest.mocked(jsonata).mock.calls.filter(([source]) => sources.includes(source)).length;
}

async function call(method: 'post' | 'put' | 'get', path: string, body?: object) {
  const admin = await superAdmin(scene.app);
  const { status, body: answer } = await admin.call(
    method,
    `/document-webhooks/webhooks${path}`,
    body,
  );
  return { status, data: (answer as { data: { documentId: string } }).data };
}

test('each expression of a webhook is parsed once when it is created, and once when it is changed', async () => {
  const [first, second] = ['first', 'second'].map(longCondition) as [string, string];
  const template = '{ "only": doc.customer }';
  const part = '$uppercase(doc.customer)';
  const created = await call('post', '', {
    name: 'Long',
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: `${scene.receiver.url}/{{ ${part} }}`,
    headers: [{ key: 'X-Customer', value: `{{ ${part} }}` }],
    condition: first,
    payload: 'template',
    template,
  });
  expect(created.status).toBe(201);
  expect([parses(first), parses(template), parses(part)]).toEqual([1, 1, 1]);

  const changed = await call('put', `/${created.data.documentId}`, { condition: second });
  expect(changed.status).toBe(200);
  expect([parses(second), parses(template), parses(part)]).toEqual([1, 1, 1]);
});

test('the list of webhooks parses each of them at most once, however often it is asked for', async () => {
  // More than is kept of what was parsed.
  const conditions = ['a', 'b', 'c', 'd', 'e'].map((it) => longCondition(`list ${it}`));
  for (const [at, condition] of conditions.entries()) {
    await storeWebhook(scene.app, {
      documentId: `list-${String(at)}`,
      url: scene.receiver.url,
      condition,
      state: 'disabled',
    });
  }
  // Brings what was stored behind its back into the registry.
  await createWebhook(scene.app, { url: scene.receiver.url });
  expect(parses(...conditions)).toBe(0);

  const list = () => call('get', '?page=1&pageSize=100');
  const first = await list();
  const ofFirst = parses(...conditions);
  const second = await list();

  expect(ofFirst).toBe(conditions.length);
  expect(parses(...conditions)).toBe(ofFirst);
  expect(second.data).toEqual(first.data);
});
