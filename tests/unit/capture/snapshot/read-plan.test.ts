import { populateFor } from '../../../../server/src/capture/snapshot/read-plan';
import { mergeTrees, treeOf } from '../../../../server/src/schema/path-tree';
import { getModel, ORDER } from '../../schema/sample-models';

function selectionFor(...paths: string[]) {
  return populateFor(ORDER, treeOf(paths.map((path) => path.split('.'))), getModel);
}

test('scalars are columns and nothing is populated', () => {
  expect(selectionFor('title', 'extra.deep', 'id')).toEqual({
    select: ['id', 'title', 'extra'],
    populate: {},
  });
});

test('nothing named reads the id alone', () => {
  expect(selectionFor()).toEqual({ select: ['id'], populate: {} });
});

test('a relation reads the columns that are named', () => {
  expect(selectionFor('customer.name', 'tags.label')).toEqual({
    select: ['id'],
    populate: {
      customer: { select: ['id', 'name'], populate: {} },
      tags: { select: ['id', 'label'], populate: {} },
    },
  });
});

test('a whole related document is its columns', () => {
  expect(selectionFor('customer').populate['customer']).toEqual({
    select: ['id', 'documentId', 'name'],
    populate: {},
  });
});

test('a whole component is its columns and what it holds', () => {
  expect(selectionFor('lines').populate['lines']).toEqual({
    select: ['id', 'sku'],
    populate: { size: { select: ['id', 'width'], populate: {} } },
  });
});

test('a dynamic zone asks each component for what it has', () => {
  expect(selectionFor('blocks.people.name').populate['blocks']).toEqual({
    on: {
      'block.quote': { select: ['id'], populate: {} },
      'block.people': {
        select: ['id'],
        populate: { people: { select: ['id', 'name'], populate: {} } },
      },
    },
  });
});

test('a row in full and something deeper: both', () => {
  const expected = {
    select: ['id', 'documentId', 'name'],
    populate: { orders: { select: ['id', 'title'], populate: {} } },
  };

  expect(selectionFor('customer', 'customer.orders.title').populate['customer']).toEqual(expected);
  expect(selectionFor('customer.orders.title', 'customer').populate['customer']).toEqual(expected);
  const merged = mergeTrees([treeOf([['customer']]), treeOf([['customer', 'orders', 'title']])]);
  expect(populateFor(ORDER, merged, getModel).populate['customer']).toEqual(expected);
});

test('private and password fields are never read', () => {
  expect(selectionFor('secret', 'password', 'customer.email', 'lines.cost')).toEqual({
    select: ['id'],
    populate: {
      customer: { select: ['id'], populate: {} },
      lines: { select: ['id'], populate: {} },
    },
  });
});
