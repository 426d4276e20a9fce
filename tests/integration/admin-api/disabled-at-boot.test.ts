import jsonata from 'jsonata';
import { RE2JS } from 're2js';

import { useRestarts } from '../../support/restarts';
import { createWebhook, storeWebhook, updateWebhook } from '../../support/webhooks';

jest.mock('jsonata', () => {
  const actual = jest.requireActual<typeof jsonata>('jsonata');
  return Object.assign(jest.fn(actual), actual);
});

const restarts = useRestarts();

/** As much as one webhook may have. */
function costly(seed: string): string {
  const patterns = ['a', 'b', 'c'].map(
    (it) => `$match(doc.name, /${seed}${it}{1000}x{1000}y{900}/)`,
  );
  return `$exists([${patterns.join()}])`;
}

test('neither the boot nor an edit of another webhook compiles what is disabled', async () => {
  const { boot, receiver } = restarts;
  const before = await boot();
  const other = await createWebhook(before, { url: receiver.url, name: 'Other' });
  const condition = costly('off');
  const webhook = { documentId: 'off', url: receiver.url, condition, state: 'disabled' };
  await storeWebhook(before, webhook);
  await before.stop();
  const compiled = jest.spyOn(RE2JS, 'compile');
  const costs = () => ({
    parses: jest.mocked(jsonata).mock.calls.filter(([source]) => source === condition).length,
    regexes: compiled.mock.calls.filter(([pattern]) => pattern.startsWith('off')).length,
  });

  const after = await boot();
  await updateWebhook(after, other, { name: 'Renamed' });
  const disabled = costs();
  await updateWebhook(after, webhook, { state: 'enabled' });
  const enabled = costs();
  await after.stop();

  expect(disabled).toEqual({ parses: 0, regexes: 0 });
  expect(enabled).toEqual({ parses: 1, regexes: 3 });
});
