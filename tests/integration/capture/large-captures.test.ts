import type { DeliveryDetail } from '../../../server/src/contracts/deliveries';
import { deliveriesOf } from '../../support/deliveries';
import { ARTICLE, AUTHOR } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const MAX_SNAPSHOT = 40_000;
const LARGE = 'a'.repeat(50_000);

const scene = useScene({ config: { delivery: { maxSnapshotBytes: MAX_SNAPSHOT } } });

const FORMS: [place: string, (text: string) => object][] = [
  ['a component', (description) => ({ seo: { description } })],
  ['a dynamic zone', (text) => ({ sections: [{ __component: 'section.quote', text }] })],
  ['JSON', (text) => ({ metadata: { text } })],
];

/** How often a row of these tables is selected while the article is updated. */
async function readsOf(tables: RegExp, data: object): Promise<number> {
  const { app } = scene;
  const articles = app.documents(ARTICLE);
  const { documentId } = await articles.create({ data: { title: 'Short' } });
  let reads = 0;
  const count = ({ sql }: { sql: string }) => {
    if (/^select /i.test(sql) && tables.test(sql)) reads += 1;
  };
  const { connection } = app.strapi.db;
  connection.on('query', count);
  await articles.update({ documentId, data });
  connection.removeListener('query', count);
  return reads;
}

/** Those of its deliveries that failed because the document is too large; waits until all are settled. */
function tooLargeOf(webhook: { documentId: string }): Promise<DeliveryDetail[]> {
  return eventually(async () => {
    const deliveries = await deliveriesOf(scene.app, webhook);
    expect(deliveries.map(({ status }) => status)).not.toContain('pending');
    expect(deliveries.map(({ status }) => status)).not.toContain('sending');
    return deliveries.filter(({ reason }) => TOO_LARGE.test(reason ?? ''));
  });
}

const TOO_LARGE =
  /^The captured document has at least 5\d{4} bytes and was not stored: the limit is 40000\./;
const TABLES = /components_(shared|section)_\w+|articles_components/;

test.each(FORMS)(
  'of a document with a large text in %s, the whole is not read',
  async (_, data) => {
    const alone = await readsOf(TABLES, data(LARGE));
    const webhook = await createWebhook(scene.app, {
      url: scene.receiver.url,
      contentTypes: [ARTICLE],
      payload: 'document',
      mapping: [],
    });

    const besideWebhook = await readsOf(TABLES, data(LARGE));
    const ofShort = await readsOf(TABLES, data('short'));

    expect(besideWebhook).toBe(alone);
    expect(ofShort).toBeGreaterThan(alone);
    expect(await tooLargeOf(webhook)).toHaveLength(1);
  },
);

test('a large text is not read again for what is named beside it', async () => {
  const { app, receiver } = scene;
  const author = await app.documents(AUTHOR).create({ data: { name: 'Ada' } });
  const data = { seo: { description: LARGE }, author: author.documentId };
  const alone = await readsOf(TABLES, data);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    payload: 'template',
    template: '{ "author": doc.author.name, "length": $length(doc.seo.title) }',
    mapping: [],
    condition: '$length(doc.seo.description) = 50000 and doc.author.name = "Ada"',
  });

  const besideWebhook = await readsOf(TABLES, data);

  expect(besideWebhook).toBe(alone);
  // The condition saw the text and the author.
  expect(await tooLargeOf(webhook)).toHaveLength(1);
});

test('private texts do not count', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    payload: 'document',
    mapping: [],
  });

  await readsOf(TABLES, { internalNotes: LARGE });

  const [request] = await receiver.received(1);
  expect(request?.json).toMatchObject({ entry: { title: 'Short' } });
});
