import { isDeepStrictEqual } from 'node:util';

const MESSAGE_ID = /^msg_\w+$/;
const CLOCK_TOLERANCE_SECONDS = 60;

/**
 * Compares a request with what the webhook's mapping says: `name` as `id`, then the full rows of
 * `items` as `lineItems`, and nothing else.
 *
 * @returns {string[]} what differs, in words; empty when nothing does
 */
export function findMismatches({ received, quotation }) {
  const expected = JSON.parse(JSON.stringify({ id: quotation.name, lineItems: quotation.items }));

  return [
    ...requestMismatches(received),
    ...headerMismatches(received.headers),
    ...bodyMismatches(received.json ?? {}, expected),
  ];
}

function requestMismatches({ method, headers }) {
  const isJson = headers['Content-Type']?.startsWith('application/json');
  return [
    method !== 'POST' && `the method is ${method}, not POST`,
    !isJson && `the content type is ${headers['Content-Type']}, not application/json`,
  ].filter(Boolean);
}

function headerMismatches({ 'Webhook-Id': id = '', 'Webhook-Timestamp': timestamp = '' }) {
  const age = Date.now() / 1000 - Number(timestamp || NaN);
  return [
    !MESSAGE_ID.test(id) && `webhook-id is "${id}", not msg_...`,
    !(Math.abs(age) < CLOCK_TOLERANCE_SECONDS) && `webhook-timestamp is "${timestamp}", not now`,
  ].filter(Boolean);
}

function bodyMismatches(body, expected) {
  const keys = Object.keys(body);
  const wantedKeys = Object.keys(expected);

  return isDeepStrictEqual(keys, wantedKeys)
    ? [...differences('id', body.id, expected.id), ...rowMismatches(body, expected)]
    : [`the body's keys are [${keys}], not [${wantedKeys}]`];
}

function rowMismatches({ lineItems: rows }, { lineItems: wantedRows }) {
  if (!Array.isArray(rows) || rows.length !== wantedRows.length) {
    return [`lineItems has ${rows?.length} rows, not ${wantedRows.length}`];
  }
  return wantedRows.flatMap((wanted, index) => {
    const row = rows[index];
    const columns = new Set([...Object.keys(wanted), ...Object.keys(row)]);
    return [...columns].flatMap((column) =>
      differences(`lineItems[${index}].${column}`, row[column], wanted[column]),
    );
  });
}

function differences(name, actual, wanted) {
  return isDeepStrictEqual(actual, wanted)
    ? []
    : [`${name} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`];
}
