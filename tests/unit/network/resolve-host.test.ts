import { promises as dns } from 'node:dns';

import { resolveHost } from '../../../server/src/network/resolve-host';

const lookup = jest.spyOn(dns, 'lookup');

afterEach(() => {
  lookup.mockReset();
});

test('whoever asks for a host that is being looked up shares the answer', async () => {
  const answers: ((addresses: never) => void)[] = [];
  lookup.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  const found = [{ address: '192.0.2.1', family: 4 }];

  const asked = [
    resolveHost('one.example'),
    resolveHost('one.example'),
    resolveHost('two.example'),
  ];
  for (const answer of answers) answer(found as never);

  expect(await Promise.all(asked)).toEqual([found, found, found]);
  expect(lookup).toHaveBeenCalledTimes(2);
});

test('a later one is looked up anew, also after a failure', async () => {
  lookup.mockRejectedValueOnce(new Error('no one.example'));
  lookup.mockResolvedValueOnce([{ address: '192.0.2.2', family: 4 }] as never);

  await expect(resolveHost('one.example')).rejects.toThrow('no one.example');

  expect(await resolveHost('one.example')).toEqual([{ address: '192.0.2.2', family: 4 }]);
});
