import { AUTHOR } from '../support/documents';
import { createDatabase } from './support/database';
import { startInstance } from './support/instance';

const BYTES = 50_000_000;
const FIELDS = ['name', 'avatar', 'articles', 'articles.title', 'createdAt'];

/** Nine webhooks, each of which sends the large text and something of its own. */
const WEBHOOKS = [
  ...FIELDS.map((fieldname) => ({
    mapping: ['bio', fieldname].map((it, n) => ({ fieldname: it, key: `k${String(n)}` })),
  })),
  { payload: 'document', mapping: [] },
  { payload: 'template', mapping: [], template: 'doc' },
  { mapping: [{ fieldname: '$changed' }, { fieldname: 'bio' }], watchedFields: ['bio'] },
  { mapping: [{ fieldname: '$previous.bio' }, { fieldname: 'bio' }] },
];

async function growthWith(webhooks: object[]): Promise<number> {
  const { environment, drop } = await createDatabase('sqlite');
  const instance = startInstance({ environment, config: { relay: { enabled: false } } });
  try {
    await instance.call('boot');
    for (const [n, webhook] of webhooks.entries()) {
      await instance.call('addWebhook', {
        name: `Webhook ${String(n)}`,
        url: 'http://127.0.0.1:9/',
        contentTypes: [AUTHOR],
        events: ['entry.update'],
        ...webhook,
      });
    }
    const growth = await instance.call('growthOfLargeUpdate', { bytes: BYTES });
    expect(await instance.call('countOpen')).toBe(webhooks.length);
    return growth;
  } finally {
    await instance.stop();
    await drop();
  }
}

test('a document of 50 MB takes with nine webhooks at most twice the memory that it takes without', async () => {
  const without = await growthWith([]);
  const withNine = await growthWith(WEBHOOKS);

  expect(withNine).toBeLessThan(2 * without);
});
