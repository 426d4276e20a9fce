import { createDatabase } from './support/database';
import { startInstance } from './support/instance';
import { LARGE, type LargePlace } from './support/large';

const BYTES = 50_000_000;

/** Nine webhooks, each of which sends the large text and something of its own. */
function webhooksOf(place: LargePlace): object[] {
  const { path, beside } = LARGE[place];
  return [
    ...beside.map((fieldname) => ({
      mapping: [path, fieldname].map((it, n) => ({ fieldname: it, key: `k${String(n)}` })),
    })),
    { payload: 'document', mapping: [] },
    { payload: 'template', mapping: [], template: 'doc' },
    { mapping: [{ fieldname: '$changed' }, { fieldname: path }], watchedFields: [path] },
    { mapping: [{ fieldname: `$previous.${path}` }, { fieldname: path }] },
  ];
}

async function growthWith(webhooks: object[], place: LargePlace): Promise<number> {
  const { environment, drop } = await createDatabase('sqlite');
  const instance = startInstance({ environment, config: { relay: { enabled: false } } });
  try {
    await instance.call('boot');
    for (const [n, webhook] of webhooks.entries()) {
      await instance.call('addWebhook', {
        name: `Webhook ${String(n)}`,
        url: 'http://127.0.0.1:9/',
        contentTypes: [LARGE[place].uid],
        events: ['entry.update'],
        ...webhook,
      });
    }
    const growth = await instance.call('growthOfLargeUpdate', { place, bytes: BYTES });
    expect(await instance.call('countOpen')).toBe(webhooks.length);
    return growth;
  } finally {
    await instance.stop();
    await drop();
  }
}

test.each<LargePlace>(['field', 'component', 'dynamic zone'])(
  'a %s of 50 MB takes with nine webhooks at most twice the memory that it takes without',
  async (place) => {
    const without = await growthWith([], place);
    const withNine = await growthWith(webhooksOf(place), place);

    expect(withNine / without).toBeLessThan(2);
  },
);
