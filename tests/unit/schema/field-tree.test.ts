import type { FieldNode } from '../../../server/src/contracts/content-types';
import { fieldTree } from '../../../server/src/schema/field-tree';
import { followPath } from '../../../server/src/schema/path';
import { getModel, ORDER } from './sample-models';

const nodes = flat(fieldTree(ORDER, getModel));
const paths = nodes.map(({ path }) => path);

function flat(tree: FieldNode[]): FieldNode[] {
  return tree.flatMap((node) => [node, ...flat(node.children ?? [])]);
}

test('offers what a mapping may name, and nothing else', () => {
  expect(nodes.length).toBeGreaterThan(20);
  for (const path of paths) {
    expect([path, followPath(ORDER, path.split('.'), getModel).kind]).toEqual([path, 'found']);
  }
});

test.each([
  'secret',
  'password',
  'virtual',
  'related',
  'customer.email',
  'lines.cost',
  'createdBy.email',
])('leaves %s out', (path) => {
  expect(paths).not.toContain(path);
});

test('goes through components at any depth, and through one relation', () => {
  expect(paths).toEqual(
    expect.arrayContaining([
      'lines.size.width',
      'customer.orders',
      'blocks.people.name',
      'cover.url',
    ]),
  );
  expect(paths).not.toContain('customer.orders.title');
});

test('the ids come first', () => {
  expect(paths.slice(0, 3)).toEqual(['id', 'documentId', 'title']);
});

test.each([
  ['title', false],
  ['customer.name', false],
  ['customer.orders', true],
  ['tags', true],
  ['tags.label', true],
  ['cover', false],
  ['lines', true],
  ['lines.size.width', true],
  ['blocks', true],
  ['blocks.text', true],
])('%s gives a list: %s', (path, list) => {
  expect(nodes.find((node) => node.path === path)?.list).toBe(list);
});
