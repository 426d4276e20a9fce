import { renderPlain } from '../../../../server/src/relay/attempt/render-body';
import { webhookInForce } from '../../webhook-in-force';
import { deliveryRecord } from '../delivery-record';

const DOCUMENT = {
  name: 'QTN-00001',
  at: new Date(0),
  nothing: undefined,
  none: null,
  notANumber: NaN,
  tags: ['a', undefined, null],
  items: [
    { sku: 'A', at: new Date(1), gone: undefined },
    { sku: 'B', size: { width: 1.5 } },
  ],
};
const PATHS = [
  'name',
  'at',
  'at.getTime',
  'nothing',
  'none',
  'none.deeper',
  'notANumber',
  'tags',
  'items',
  'items.sku',
  'items.at',
  'items.gone',
  'items.size.width',
  'absent',
  '$event',
];
const mapping = PATHS.map((path, index) => ({ fieldname: path, key: `key${String(index)}` }));
const record = deliveryRecord({ snapshot: JSON.stringify(DOCUMENT) });

test.each([
  ['json', 'POST'],
  ['form', 'POST'],
  ['json', 'GET'],
] as const)(
  'as %s by %s, a document as it was read becomes what its snapshot becomes',
  (format, method) => {
    const webhook = webhookInForce({ payload: 'fields', mapping, format, method });

    const ofSnapshot = renderPlain(webhook, record);

    expect(renderPlain(webhook, record, DOCUMENT)).toEqual(ofSnapshot);
    expect(ofSnapshot.text).toContain('QTN-00001');
  },
);

test('what was too large to be kept is not sent either', () => {
  const webhook = webhookInForce({ payload: 'fields', mapping });
  const tooLarge = deliveryRecord({ snapshot: null, context: '{"tooLarge":"Too large"}' });

  expect(() => renderPlain(webhook, tooLarge, DOCUMENT)).toThrow('Too large');
});
