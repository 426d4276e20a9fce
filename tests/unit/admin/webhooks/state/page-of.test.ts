import { pageOf } from '../../../../../admin/src/webhooks/state/page-of';

test.each([
  [1, ['a', 'b']],
  [2, ['c']],
  [3, []],
])('page %i', (page, rows) => {
  expect(pageOf(['a', 'b', 'c'], page, 2)).toEqual({
    data: rows,
    meta: { pagination: { page, pageSize: 2, pageCount: 2, total: 3 } },
  });
});

test('of nothing there is no page', () => {
  expect(pageOf([], 1, 10).meta.pagination).toMatchObject({ pageCount: 0, total: 0 });
});
