import type { WebhookAttributes } from '../../../../server/src/contracts/webhook';
import { mayFollow } from '../../../../server/src/relay/attempt/check-destination';
import { webhookInForce } from '../../webhook-in-force';
import { deliveryRecord } from '../delivery-record';

const ORDER = 'api::order.order';
const HERE = { url: 'https://here.example', contentTypes: [ORDER] };
const THERE = { ...HERE, url: 'https://there.example' };

const mapped = (...fieldnames: string[]): Pick<WebhookAttributes, 'mapping'> => ({
  mapping: fieldnames.map((fieldname) => ({ fieldname, key: fieldname })),
});

type Rule = Parameters<typeof webhookInForce>[0];

/** Whether what was captured by one rule is sent by the other. */
function follows(captured: Rule, now: Rule, event = 'entry.update'): boolean {
  const { capturedPaths } = webhookInForce(captured);
  const delivery = deliveryRecord({ capturedPaths });
  return mayFollow(webhookInForce(now), { ...delivery, event: { ...delivery.event, event } });
}

test.each<[string, Rule, Rule, boolean]>([
  ['the same rule', mapped('a'), mapped('a'), true],
  ['a wider rule', mapped('a'), mapped('a', 'b'), true],
  ['a narrower rule', mapped('a', 'b'), mapped('a'), false],
  ['fields of a whole document', { payload: 'document' }, mapped('a'), false],
  ['no watched field', { watchedFields: ['a'] }, {}, false],
  ['no changed fields', mapped('$changed'), mapped('a'), false],
  ['another type', mapped('a'), { ...mapped('a'), contentTypes: ['api::other.other'] }, false],
])('to another destination by %s', (_, captured, now, expected) => {
  expect(follows({ ...HERE, ...captured }, { ...THERE, ...now })).toBe(expected);
});

test('by any rule to the destination that it was captured for', () => {
  expect(follows({ ...HERE, ...mapped('a', 'b') }, { ...HERE, ...mapped('a') })).toBe(true);
});

test.each([
  [['order.paid'], true],
  [['entry.update'], false],
])('a custom event, by a webhook of %j', (events, expected) => {
  expect(follows(HERE, { ...THERE, events }, 'order.paid')).toBe(expected);
});

test('what an earlier version stored without paths', () => {
  expect(mayFollow(webhookInForce(THERE), deliveryRecord({ capturedPaths: null }))).toBe(true);
});
