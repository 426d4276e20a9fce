import { drain } from '../../support/deliveries';
import { ARTICLE, AUTHOR, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const SECRETS = [
  'ada@example.com',
  'jules@example.com',
  'Ask Ada before changing the figures.',
  'letmein',
  '$2',
  'admin@example.com',
];
const USER = 'plugin::users-permissions.user';

const scene = useScene({ seed: true });
let article: Entry;

beforeAll(async () => {
  const found = await scene.app
    .documents(ARTICLE)
    .findFirst({ filters: { slug: 'notes-on-the-engine' }, locale: 'en' });
  if (!found) throw new Error('The seed has no such article');
  article = found;
});

async function textAfterUpdate(): Promise<string> {
  const { app, receiver } = scene;
  const { documentId } = article;
  await app.documents(ARTICLE).update({
    documentId,
    locale: 'en',
    data: { internalNotes: SECRETS[2], accessCode: 'letmein' },
  });
  await drain(app);
  expect(receiver.requests).toHaveLength(1);
  return receiver.requests[0]?.text ?? '';
}

test('whole rows of relations, components and zones leave private and password fields out', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    mapping: ['author', 'categories', 'sections', 'seo', 'cover', 'gallery'].map((it) => ({
      fieldname: it,
    })),
  });

  const text = await textAfterUpdate();

  expect(text).toContain('Ada Lovelace');
  for (const secret of SECRETS) expect(text).not.toContain(secret);
});

test('the document payload leaves them out too', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    payload: 'document',
  });

  const text = await textAfterUpdate();

  expect(text).toContain('Ada Lovelace');
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/"(internalNotes|accessCode|createdBy|updatedBy)"/);
});

test('the stored snapshot holds none of them either', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    state: 'paused',
    mapping: [{ fieldname: 'author' }],
  });
  await app
    .documents(ARTICLE)
    .update({ documentId: article.documentId, locale: 'en', data: { accessCode: 'letmein' } });

  const rows: unknown = await app.strapi.db
    .connection('document_webhooks_deliveries')
    .where({ status: 'pending' });

  expect(rows).toHaveLength(1);
  for (const secret of SECRETS) expect(JSON.stringify(rows)).not.toContain(secret);
});

test.each([
  ['internalNotes'],
  ['accessCode'],
  ['author.email'],
  ['sections.author.email'],
  ['createdBy'],
  ['createdBy.email'],
  ['createdBy.password'],
])('a mapping that names %s is refused', async (fieldname) => {
  const { app, receiver } = scene;
  const creating = createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    mapping: [{ fieldname }],
  });

  await expect(creating).rejects.toMatchObject({
    name: 'ValidationError',
    details: { errors: [{ path: ['mapping', '0', 'fieldname'] }] },
  });
});

test('a field that is private in one type leaves from another type where it is not', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [AUTHOR, USER],
    events: ['entry.create'],
    mapping: [{ fieldname: '$model' }, { fieldname: 'email' }],
  });

  await app.documents(AUTHOR).create({ data: { name: 'Grace', email: 'grace@example.com' } });
  await app.documents(USER).create({
    data: {
      username: 'grace',
      email: 'user@example.com',
      password: 'Password123',
      provider: 'local',
    },
  });
  await drain(app);

  expect(receiver.requests.map(({ text }) => text).sort()).toEqual([
    '{"$model":"author","email":null}',
    '{"$model":"user","email":"user@example.com"}',
  ]);
});

test('a user never takes a password or a token along', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [USER],
    events: ['entry.create'],
    payload: 'document',
  });

  await app.documents(USER).create({
    data: {
      username: 'alan',
      email: 'alan@example.com',
      password: 'Password123',
      resetPasswordToken: 'reset-me',
      confirmationToken: 'confirm-me',
    },
  });
  await drain(app);

  expect(receiver.requests).toHaveLength(1);
  expect(receiver.requests[0]?.text).toContain('alan');
  expect(receiver.requests[0]?.text).not.toMatch(/password|\$2|reset-me|confirm-me|Token/i);
});
