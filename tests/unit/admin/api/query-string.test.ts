import { queryString } from '../../../../admin/src/api/query-string';

test('values are encoded, and empty ones left out', () => {
  expect(queryString({ page: '2', search: 'a&b c', state: '', uid: undefined })).toBe(
    '?page=2&search=a%26b+c',
  );
});

test('of nothing it is nothing', () => {
  expect(queryString({ search: '' })).toBe('');
});
