import { insertAttempts } from '../../../server/src/outbox/consume/insert-attempts';
import type { Attempt } from '../../../server/src/contracts/deliveries';
import { settled } from '../../support/deliveries';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);

test.each([
  ['before the one that took its place', 1, -1_000],
  ['in an earlier number', 0, 0],
])(
  'an attempt %s, stored late, is not the last, in the list and by itself',
  async (_what, number, aheadMs) => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: receiver.url });
    await quotation.save();
    const { id, attempts } = await settled(app, webhook, 'delivered');
    const [last] = attempts as [Attempt];

    await insertAttempts(app.strapi.db.connection, [
      {
        deliveryId: id,
        attempt: {
          ...last,
          number,
          startedAt: Date.parse(last.startedAt) + aheadMs,
          statusCode: 500,
          request: null,
        },
      },
    ]);

    const query = { webhook: webhook.documentId, page: 1, pageSize: 10 };
    const { data } = await app.service('deliveries').list(query);
    expect(data).toMatchObject([{ id, lastStatusCode: 200 }]);
    expect((await app.service('deliveries').get(id)).attempts.at(-1)).toEqual(last);
  },
);
