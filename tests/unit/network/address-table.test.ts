import { ADDRESSES } from './addresses';
import { problemAtSave, problemAtSend } from './judge';

test('the table has no line twice', () => {
  const urls = ADDRESSES.map(([url]) => url);

  expect(urls.filter((url, index) => urls.indexOf(url) !== index)).toEqual([]);
  expect(urls.length).toBeGreaterThanOrEqual(120);
});

describe.each([
  ['save', problemAtSave],
  ['send', problemAtSend],
])('at %s', (_when, problemAt) => {
  test.each(ADDRESSES)('%s is %s', async (url, verdict) => {
    const problem = await problemAt(url);

    expect(problem === null ? 'allowed' : 'blocked').toBe(verdict);
  });
});
