import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

/** Each written as two in JSON, and as four in a statement to MariaDB. */
const QUOTES = '"'.repeat(450_000);
/** Together more than MariaDB takes in one statement. */
const DELIVERIES = 10;

const scene = useScene({ config: { delivery: { maxResponseBytes: 1_048_576 } } });

test('a batch of the largest bodies and answers is claimed, sent and settled', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ status: 200, body: '"'.repeat(1_000_000) });
  const articles = app.documents(ARTICLE);
  const { documentId } = await articles.create({ data: { title: 'Large' } });
  const webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    mapping: [{ fieldname: 'metadata.text', key: 'text' }],
    state: 'paused',
    ordering: 'none',
  });
  for (let n = 0; n < DELIVERIES; n += 1) {
    await articles.update({ documentId, data: { metadata: { text: QUOTES } } });
  }

  await updateWebhook(app, webhook, { state: 'enabled' });
  await drain(app);

  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ status }) => status)).toEqual(Array(DELIVERIES).fill('delivered'));
  expect(receiver.requests.map(({ json }) => json)).toEqual(
    Array(DELIVERIES).fill({ text: QUOTES }),
  );
});
