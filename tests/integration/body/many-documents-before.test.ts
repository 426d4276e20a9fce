import { drain } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();

test('one request for many documents sends the previous state of the document in its body', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    coalesceScope: 'webhook',
    mapping: [{ fieldname: 'customer' }, { fieldname: '$previous.customer', key: 'before' }],
  });
  const quotations = app.documents(QUOTATION);
  const one = await quotations.create({ data: { name: 'one', customer: 'a' } });
  const other = await quotations.create({ data: { name: 'other', customer: 'b' } });

  await app.strapi.db.transaction(async () => {
    for (const [{ documentId }, customer] of [
      [one, 'c'],
      [other, 'd'],
      [other, 'e'],
    ] as const) {
      await quotations.update({ documentId, data: { customer } });
    }
  });
  await drain(app);

  expect(receiver.requests.map(({ json }) => json)).toEqual([{ customer: 'e', before: 'b' }]);
});
