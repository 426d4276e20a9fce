import { drain } from '../../support/deliveries';
import { ARTICLE, AUTHOR, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const SECRETS = ['contact@example.com', 'A secret biography'];

const scene = useScene({
  register(strapi) {
    // Before anybody asks: Strapi reads both once for each type.
    strapi.config.set('api.responses', { privateAttributes: ['contact'] });
    Object.assign(strapi.contentType(AUTHOR).options ?? {}, { privateAttributes: ['bio'] });
  },
});
let author: Entry;
let article: Entry;

beforeAll(async () => {
  const { app } = scene;
  author = await app.documents(AUTHOR).create({ data: { name: 'Ada', bio: SECRETS[1] } });
  article = await app.documents(ARTICLE).create({
    data: { title: 'Notes', contact: SECRETS[0], author: author.documentId },
  });
});

test.each([
  [ARTICLE, 'contact'],
  [ARTICLE, 'author.bio'],
  [AUTHOR, 'bio'],
  [AUTHOR, 'articles.contact'],
] as const)('a mapping of %s that names %s is refused', async (uid, fieldname) => {
  const creating = createWebhook(scene.app, {
    url: scene.receiver.url,
    contentTypes: [uid],
    mapping: [{ fieldname }],
  });

  await expect(creating).rejects.toMatchObject({
    name: 'ValidationError',
    details: { errors: [{ path: ['mapping', '0', 'fieldname'] }] },
  });
});

test('whole rows leave them out', async () => {
  const { app, receiver } = scene;
  const url = receiver.url;
  await createWebhook(app, {
    url: `${url}/document`,
    contentTypes: [ARTICLE],
    payload: 'document',
  });
  await createWebhook(app, {
    url: `${url}/row`,
    contentTypes: [ARTICLE],
    mapping: [{ fieldname: 'title' }, { fieldname: 'author' }],
  });

  const { documentId } = article;
  await app.documents(ARTICLE).update({ documentId, data: { priority: 1, contact: SECRETS[0] } });
  await drain(app);

  expect(receiver.requests).toHaveLength(2);
  for (const { text } of receiver.requests) {
    expect(text).toContain('Notes');
    expect(text).toContain('Ada');
    expect(text).not.toMatch(/"(contact|bio)"/);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  }
});

test('what neither names leaves as ever', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [AUTHOR],
    mapping: [{ fieldname: 'name' }, { fieldname: 'articles.title', key: 'titles' }],
  });

  const { documentId } = author;
  await app.documents(ARTICLE).publish({ documentId: article.documentId });
  await app.documents(AUTHOR).update({ documentId, data: { name: 'Ada' } });
  await drain(app);

  expect(receiver.requests.map(({ text }) => text)).toEqual(['{"name":"Ada","titles":["Notes"]}']);
});
