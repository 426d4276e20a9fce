import { createProjections } from '../../../../server/src/capture/filter/projection';
import { treeOf } from '../../../../server/src/schema/path-tree';
import { getModel, ORDER } from '../../schema/sample-models';

const CUSTOMER = { id: 2, documentId: 'c', name: 'Ada', email: 'ada@example.com' };
const ENTRY = {
  id: 1,
  documentId: 'o',
  title: 'Order',
  secret: 'hush',
  password: 'hash',
  extra: { any: 'thing' },
  customer: { ...CUSTOMER, orders: [{ id: 1, title: 'Order' }] },
  lines: [{ id: 3, sku: 'A', cost: 9, size: { id: 4, width: 5 } }],
  blocks: [
    { __component: 'block.quote', id: 5, text: 'Words' },
    { __component: 'block.people', id: 6, heading: 'Who', people: [CUSTOMER] },
    { __component: 'block.gone', id: 7, text: 'Old' },
  ],
};

function projected(...paths: string[]) {
  return createProjections(getModel)(ORDER, treeOf(paths.map((path) => path.split('.'))))(ENTRY);
}

test.each<[string[], object]>([
  [['title'], { title: 'Order' }],
  [['id', 'documentId'], { id: 1, documentId: 'o' }],
  [['secret', 'password'], {}],
  [['extra.any'], { extra: { any: 'thing' } }],
  [['customer.name'], { customer: { name: 'Ada' } }],
  [['customer.email'], { customer: {} }],
  [['customer'], { customer: { id: 2, documentId: 'c', name: 'Ada' } }],
  [
    ['customer', 'customer.orders.title'],
    { customer: { id: 2, documentId: 'c', name: 'Ada', orders: [{ title: 'Order' }] } },
  ],
  [['lines.sku'], { lines: [{ sku: 'A' }] }],
  [['lines'], { lines: [{ id: 3, sku: 'A', size: { id: 4, width: 5 } }] }],
  [
    ['blocks.text'],
    {
      blocks: [
        { __component: 'block.quote', text: 'Words' },
        { __component: 'block.people' },
        null,
      ],
    },
  ],
  [
    ['blocks'],
    {
      blocks: [
        { __component: 'block.quote', id: 5, text: 'Words' },
        {
          __component: 'block.people',
          id: 6,
          heading: 'Who',
          people: [{ id: 2, documentId: 'c', name: 'Ada' }],
        },
        null,
      ],
    },
  ],
])('%j', (paths, expected) => {
  expect(projected(...paths)).toEqual(expected);
});
