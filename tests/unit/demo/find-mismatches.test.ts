import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');

/** Jest loads no ES modules: a process of its own does. */
const COMPARE = `
  import { text } from 'node:stream/consumers';
  import { findMismatches } from './scripts/demo/find-mismatches.mjs';
  console.log(JSON.stringify(findMismatches(JSON.parse(await text(process.stdin)))));`;

const ITEMS = [
  { id: 1, item_code: 'I1', qty: 1 },
  { id: 2, item_code: 'I2', qty: 2 },
];

interface Received {
  method?: string;
  headers?: Record<string, string>;
  json?: unknown;
}

/** What the demo has against a request; it is right but for what a test says. */
function mismatchesOf({ method = 'POST', headers = {}, json = body() }: Received): unknown {
  const received = {
    method,
    headers: {
      'Content-Type': 'application/json',
      'Webhook-Id': 'msg_1',
      'Webhook-Timestamp': String(Math.floor(Date.now() / 1_000)),
      ...headers,
    },
    json,
  };
  const quotation = { documentId: 'abc', name: 'QTN-00001', customer: 'Acme', items: ITEMS };
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', COMPARE], {
    cwd: ROOT,
    input: JSON.stringify({ received, quotation }),
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

function body(lineItems: unknown = ITEMS) {
  return { id: 'QTN-00001', lineItems };
}

test('the demo has nothing against a delivery as mapped', () => {
  expect(mismatchesOf({})).toEqual([]);
});

test.each<[string, Received, string]>([
  ['another method', { method: 'PUT' }, 'the method is PUT, not POST'],
  [
    'another content type',
    { headers: { 'Content-Type': 'text/plain' } },
    'the content type is text/plain, not application/json',
  ],
  ['an odd id', { headers: { 'Webhook-Id': '1' } }, 'webhook-id is "1", not msg_...'],
  ['no id', { headers: { 'Webhook-Id': '' } }, 'webhook-id is "", not msg_...'],
  ['an old time', { headers: { 'Webhook-Timestamp': '1' } }, 'webhook-timestamp is "1", not now'],
  ['no time', { headers: { 'Webhook-Timestamp': '' } }, 'webhook-timestamp is "", not now'],
  [
    'keys in another order',
    { json: { lineItems: ITEMS, id: 'QTN-00001' } },
    "the body's keys are [lineItems,id], not [id,lineItems]",
  ],
  [
    'a key too many',
    { json: { ...body(), customer: 'Acme' } },
    "the body's keys are [id,lineItems,customer], not [id,lineItems]",
  ],
  ['no body', { json: null }, "the body's keys are [], not [id,lineItems]"],
  [
    'another id of the quotation',
    { json: { ...body(), id: 'QTN-00002' } },
    'id is "QTN-00002", not "QTN-00001"',
  ],
  ['a missing row', { json: body(ITEMS.slice(1)) }, 'lineItems has 1 rows, not 2'],
  ['no rows', { json: body(null) }, 'lineItems has undefined rows, not 2'],
  [
    'another cell',
    { json: body([ITEMS[0], { ...ITEMS[1], qty: 3 }]) },
    'lineItems[1].qty is 3, not 2',
  ],
  [
    'a column too few',
    { json: body([{ id: 1, qty: 1 }, ITEMS[1]]) },
    'lineItems[0].item_code is undefined, not "I1"',
  ],
  [
    'a column too many',
    { json: body([ITEMS[0], { ...ITEMS[1], cost: 1 }]) },
    'lineItems[1].cost is 1, not undefined',
  ],
])('the demo names %s', (_name, received, mismatch) => {
  expect(mismatchesOf(received)).toEqual([mismatch]);
});
