import type { Core } from '@strapi/strapi';

import type { Preview } from '../../../server/src/contracts/preview';
import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, AUTHOR, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const USER = 'plugin::users-permissions.user';
const ADMIN = 'admin::user';
const FILE = 'plugin::upload.file';
const PATH = '/document-webhooks/webhooks';

/** What stands in fields that are private, or that only Strapi itself may know. */
const SECRETS = [
  'a private note',
  'letmein',
  'ada@private.example',
  'reset-me',
  'confirm-me',
  'register-me',
  'reviewer@private.example',
  'xx-language',
  '/private/folder',
  '$2a$',
  '$2b$',
  'admin1@example.com',
];

const toOne = (target: string) => ({ type: 'relation', relation: 'oneToOne', target });

const scene = useScene({
  register(strapi: Core.Strapi) {
    const { attributes } = strapi.contentType(ARTICLE);
    Object.assign(attributes, { reviewer: toOne(ADMIN), owner: toOne(USER) });
    // As `populateCreatorFields` does.
    Object.assign(attributes['createdBy'] ?? {}, { private: false });
    Object.assign(attributes['updatedBy'] ?? {}, { private: false });
  },
});
let admin: AdminApi;
let article: Entry;

beforeAll(async () => {
  const { app } = scene;
  admin = await superAdmin(app);
  const author = await app.documents(AUTHOR).create({
    data: { name: 'Ada', email: 'ada@private.example' },
  });
  const owner = await app.documents(USER).create({
    data: {
      username: 'owner',
      email: 'owner@public.example',
      password: 'Password123',
      resetPasswordToken: 'reset-me',
      confirmationToken: 'confirm-me',
    },
  });
  const reviewer = await create(ADMIN, {
    firstname: 'Grace',
    email: 'reviewer@private.example',
    registrationToken: 'register-me',
    preferedLanguage: 'xx-language',
  });
  const cover = await create(FILE, {
    ...{ name: 'cover', hash: 'cover', mime: 'image/png', size: 1, url: '/cover.png' },
    ...{ provider: 'local', folderPath: '/private/folder' },
  });
  const answer = await admin.call('post', `/content-manager/collection-types/${ARTICLE}`, {
    title: 'Notes',
    internalNotes: 'a private note',
    accessCode: 'letmein',
    author: author.documentId,
    owner: owner.documentId,
    cover: cover.id,
    sections: [{ __component: 'section.related', heading: 'See', author: author.documentId }],
  });
  article = (answer.body as { data: Entry }).data;
  await app.strapi.db
    .query(ARTICLE)
    .update({ where: { id: article.id }, data: { reviewer: reviewer.id } });
});

async function create(uid: string, data: object): Promise<Entry> {
  return (await scene.app.strapi.db.query(uid).create({ data })) as Entry;
}

let times = 0;

/** By an admin, so that there is an actor. */
async function change(): Promise<void> {
  times += 1;
  const path = `/content-manager/collection-types/${ARTICLE}/${article.documentId}`;
  const answer = await admin.call('put', path, { slug: `notes-${String(times)}` });
  expect(answer.status).toBe(200);
  await drain(scene.app);
}

function rule(input: WebhookInput): WebhookInput & { url: string } {
  return {
    ...{ contentTypes: [ARTICLE], events: ['entry.update'], mapping: [] },
    ...{ url: scene.receiver.url, ...input },
  };
}

const template = (source: string): WebhookInput => ({ payload: 'template', template: source });
const WHOLE = [
  ...['id', 'author', 'owner', 'reviewer', 'cover', 'sections', 'createdBy', 'updatedBy'],
  ...['categories', 'seo', 'gallery'],
];
const ROWS = WHOLE.flatMap((name) => [name, `$previous.${name}`]).map((fieldname, index) => ({
  fieldname,
  key: `k${String(index)}`,
}));
const SPELLED = '$string([doc, previous])';

/** Each way by which all of a document leaves, and a word that proves that something did. */
const WAYS: [string, WebhookInput, string][] = [
  ['whole rows', { mapping: ROWS }, 'Grace'],
  ['a query', { method: 'GET', mapping: ROWS }, 'Grace'],
  ['a form', { format: 'form', mapping: ROWS }, 'Grace'],
  ['the document', { payload: 'document' }, 'Grace'],
  ['the document as a form', { payload: 'document', format: 'form' }, 'Grace'],
  ...['doc', '$', '$$', '**', 'doc.**', 'doc.*', 'previous.**', '$string($$)'].map(
    (source): [string, WebhookInput, string] => [source, template(`[${source}]`), 'Grace'],
  ),
  [
    'names at run time',
    template('[doc.title, $map($keys(doc), function($k) { $lookup(doc, $k) }), $spread(doc)]'),
    'Grace',
  ],
  [
    'private names at run time',
    template(
      '[doc.title, ["internalNotes", "accessCode", "email", "password"].[$lookup($$.doc, $), $lookup($$.doc.owner, $), $lookup($$.doc.reviewer, $)]]',
    ),
    'Notes',
  ],
  ['a transformation', template('doc ~> | $ | { "copied": title } |'), 'Grace'],
  ['a URL', { url: `/{{ ${SPELLED} }}` }, 'Grace'],
  ['a header', { headers: [{ key: 'x-all', value: `{{ ${SPELLED} }}` }] }, 'Grace'],
  ['who did it', { mapping: [{ fieldname: '$actor.name' }, { fieldname: '$actor.id' }] }, 'Test'],
  ['actor', template('actor'), 'Test'],
  ['what changed', template('[changed, doc.title]'), 'Notes'],
];

test.each(WAYS)('%s: private fields stay', async (_, input, proof) => {
  const { app, receiver } = scene;
  const url = receiver.url + (input.url ?? '');
  const webhook = rule({ ...input, url });
  const { documentId } = await createWebhook(app, { ...webhook, url });

  const tried = { uid: ARTICLE, documentId: article.documentId, event: 'entry.update' };
  const previewed = await admin.call('post', `${PATH}/preview`, { webhook, ...tried });
  const { request, error } = (previewed.body as { data: Preview }).data;
  expect([request && decoded(request), error]).toEqual([expect.stringContaining(proof), null]);

  await change();
  const [sent] = receiver.requests;
  const outside = decoded([sent?.target, sent?.headers, sent?.text]);
  expect(outside).toContain(proof);
  const rows: unknown[] = await app.strapi.db
    .connection('document_webhooks_deliveries')
    .where({ webhook_id: documentId });
  expect(rows).toHaveLength(1);

  const logged = await deliveriesOf(app, { documentId });
  for (const seen of [outside, decoded(previewed.body), decoded(rows), decoded(logged)]) {
    for (const secret of SECRETS) expect(seen).not.toContain(secret);
    expect(seen).not.toMatch(/internalNotes"|accessCode"|resetPasswordToken|folderPath|isActive/);
  }
});

/** What stands in a URL or a form, too. */
function decoded(value: unknown): string {
  const text = JSON.stringify(value);
  return text + text.replace(/(%[0-9a-f]{2})+/gi, (bytes) => decodeURIComponent(bytes));
}

const NAMES = [
  ...['internalNotes', 'accessCode', 'author.email', 'sections.author.email'],
  ...['author.articles.internalNotes', 'cover.folderPath', 'cover.folder.name', 'cover.related'],
  ...['owner.password', 'owner.resetPasswordToken', 'owner.confirmationToken'],
  ...['createdBy.email', 'createdBy.password', 'updatedBy.roles.name', 'reviewer.email'],
  ...['reviewer.preferedLanguage', 'reviewer.isActive', 'reviewer.createdAt'],
];

const PLACES: [string, (path: string) => WebhookInput][] = [
  ['mapping.0.fieldname', (path) => ({ mapping: [{ fieldname: path }] })],
  ['mapping.0.fieldname', (path) => ({ mapping: [{ fieldname: `$previous.${path}` }] })],
  ['watchedFields.0', (path) => ({ watchedFields: [path] })],
  ['condition', (path) => ({ condition: `doc.${path} = "a private note"` })],
  ['condition', (path) => ({ condition: `previous.${path} != null`, recordSkipped: true })],
  ['template', (path) => template(`{ "x": doc.${path} }`)],
  ['url', (path) => ({ url: `https://example.com/{{ doc.${path} }}` })],
  ['headers.0.value', (path) => ({ headers: [{ key: 'x', value: `{{ doc.${path} }}` }] })],
];

test.each(NAMES)('%s cannot be named anywhere', async (path) => {
  for (const [place, input] of PLACES) {
    for (const events of [['entry.update'], ['entry.update', 'app.happened']]) {
      const creating = createWebhook(scene.app, rule({ ...input(path), events }));
      await expect(creating).rejects.toMatchObject({
        name: 'ValidationError',
        details: { errors: [{ path: place.split('.') }] },
      });
    }
  }
});

test.each([
  '$lookup(doc, "internalNotes") = "a private note"',
  '$exists($lookup(doc, "accessCode"))',
  '"a private note" in doc.*',
  '"ada@private.example" in **',
  '"internalNotes" in $keys(doc)',
  '"internalNotes" in changed',
])('a condition does not tell: %s', async (condition) => {
  const { app, receiver } = scene;
  const { documentId } = await createWebhook(app, rule({ condition, recordSkipped: true }));
  await app.documents(ARTICLE).update({
    documentId: article.documentId,
    data: { internalNotes: 'a private note' },
  });
  await drain(app);

  expect(receiver.requests).toEqual([]);
  expect(await deliveriesOf(app, { documentId })).toMatchObject([
    { status: 'skipped', reason: `The condition was not met: ${condition}` },
  ]);
});

test('nor does a polymorphic relation take them along, in a whole document', async () => {
  const { app, receiver } = scene;
  await app.documents(ARTICLE).publish({ documentId: article.documentId });
  await createWebhook(app, rule({ contentTypes: [FILE], payload: 'document' }));
  await app.strapi.db
    .query(FILE)
    .update({ where: { name: 'cover' }, data: { caption: String(Math.random()) } });
  await drain(app);

  const [sent] = receiver.requests;
  expect(sent?.json).toMatchObject({ entry: { name: 'cover', related: [{ title: 'Notes' }] } });
  for (const secret of SECRETS) expect(sent?.text).not.toContain(secret);
});

test('a change of a private field alone is a change of nothing that is told', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, rule(template('{ "changed": changed }')));
  await app.documents(ARTICLE).update({
    documentId: article.documentId,
    data: { internalNotes: 'a private note', accessCode: String(Math.random()) },
  });
  await drain(app);

  expect(receiver.requests.map(({ text }) => text)).toEqual(['{"changed":[]}']);
});

test('a custom event about a document sends its own data, and reads nothing of the document', async () => {
  const { app, receiver } = scene;
  const events = ['app.happened'];
  await createWebhook(app, rule({ events, payload: 'document' }));
  await createWebhook(app, rule({ events, ...template('[doc, previous, changed]') }));
  await createWebhook(app, rule({ events, mapping: [{ fieldname: 'title' }] }));
  const { documentId } = article;
  await app.service('events').emit({
    ...{ type: 'app.happened', uid: ARTICLE, documentId, locale: 'en' },
    data: { own: 1 },
  });
  await drain(app);

  const texts = receiver.requests.map(({ text }) => text).sort();
  expect(texts).toEqual([
    '[{"own":1},null,null]',
    expect.stringMatching(/"entry":\{"own":1\}\}$/),
    '{"title":null}',
  ]);
});
