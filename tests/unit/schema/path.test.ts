import { followPath, mostFavourable, parsePath } from '../../../server/src/schema/path';
import { getModel, ORDER } from './sample-models';

test.each([
  ['a', ['a']],
  ['a.b', ['a', 'b']],
  ['', null],
  ['a.', null],
  ['.a', null],
  ['a..b', null],
])('%j is split into %j', (path, parts) => {
  expect(parsePath(path)).toEqual(parts);
});

test.each([
  ['id'],
  ['documentId'],
  ['title'],
  ['customer'],
  ['customer.name'],
  ['customer.orders.title'],
  ['tags.label'],
  ['cover.url'],
  ['lines'],
  ['lines.id'],
  ['lines.sku'],
  ['lines.size.width'],
  ['blocks'],
  ['blocks.text'],
  ['blocks.people.name'],
  ['blocks.__component'],
  ['extra.any.thing'],
  ['createdBy.firstname'],
])('%s is found', (path) => {
  expect(followPath(ORDER, path.split('.'), getModel)).toEqual({ kind: 'found' });
});

test.each([
  ['secret', 'secret', '"secret" of api::order.order is private, by its schema or by a list of'],
  ['password', 'password', '"password" is a password'],
  ['virtual', 'virtual', '"virtual" is a virtual relation, which Strapi computes'],
  ['related', 'related', '"related" is a polymorphic relation (morphToMany): the entries it'],
  ['notes', 'notes', '"notes" is a polymorphic relation (morphMany): a path cannot follow it'],
  ['customer.email', 'email', '"email" of Customer is private'],
  ['lines.cost', 'cost', '"cost" of order.line is private'],
  ['blocks.people.email', 'email', '"email" of Customer is private'],
  [
    'createdBy.email',
    'email',
    'of an admin user only id, documentId, firstname, lastname, username',
  ],
])('%s is hidden at %s: %s', (path, at, reason) => {
  expect(followPath(ORDER, path.split('.'), getModel)).toEqual({
    kind: 'hidden',
    at,
    reason: expect.stringContaining(reason) as string,
  });
});

test.each([
  ['nope', 'unknown', 'nope'],
  ['title.length', 'unknown', 'length'],
  ['lines.nope', 'unknown', 'nope'],
  ['lines.documentId', 'unknown', 'documentId'],
  ['lines.__component', 'unknown', '__component'],
  ['blocks.__component.name', 'unknown', 'name'],
  ['blocks.nope', 'unknown', 'nope'],
  ['toString', 'unknown', 'toString'],
  ['__proto__', 'unknown', '__proto__'],
])('%s is %s at %s', (path, kind, at) => {
  expect(followPath(ORDER, path.split('.'), getModel)).toEqual({ kind, at });
});

test('found counts before hidden, hidden before unknown', () => {
  const [found, hidden, unknown] = [
    { kind: 'found' as const },
    { kind: 'hidden' as const, at: 'a', reason: 'private' },
    { kind: 'unknown' as const, at: 'b' },
  ];

  expect(mostFavourable([unknown, hidden, found])).toBe(found);
  expect(mostFavourable([unknown, hidden])).toBe(hidden);
  expect(mostFavourable([unknown])).toBe(unknown);
  expect(mostFavourable([])).toBeUndefined();
});
