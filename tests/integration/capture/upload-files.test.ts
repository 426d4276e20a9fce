import request from 'supertest';

import { adminWith, superAdmin, type AdminApi } from '../../support/admin-api';
import { drain } from '../../support/deliveries';
import { allowPublic } from '../../support/public-permissions';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const FILE = 'plugin::upload.file';

const scene = useScene();
let admin: AdminApi;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
  const actions = ['upload', 'destroy'].map((action) => `plugin::upload.content-api.${action}`);
  await allowPublic(scene.app, actions);
});
beforeEach(async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [FILE],
    events: ['entry.create', 'entry.update', 'entry.delete'],
    mapping: ['$event', 'name', 'alternativeText'].map((it) => ({ fieldname: it })),
  });
});

async function sent(): Promise<string[]> {
  const { app, receiver } = scene;
  await drain(app);
  const bodies = receiver.requests.map(({ json }) => json as object);
  receiver.requests.length = 0;
  return bodies.map((body) => Object.values(body).join(' ').trim()).sort();
}

function api() {
  return request(scene.app.strapi.server.httpServer);
}

interface File {
  id: number;
  documentId: string;
  name: string;
}

async function upload(...names: string[]): Promise<File[]> {
  const call = api().post('/api/upload');
  for (const name of names) void call.attach('files', Buffer.from(name), name);
  const answer = await call;
  expect(answer.status).toBe(201);
  const files = answer.body as File[];
  return names.flatMap((name) => files.find((file) => file.name === name) ?? []);
}

test('an upload of one file, and of several: an event each', async () => {
  await upload('one.txt');
  expect(await sent()).toEqual(['entry.create one.txt']);

  await upload('two.txt', 'three.txt');
  expect(await sent()).toEqual(['entry.create three.txt', 'entry.create two.txt']);
});

test('a change of what is said about a file', async () => {
  const [file] = await upload('one.txt');
  await sent();

  const answer = await api()
    .post(`/api/upload?id=${String(file?.id)}`)
    .field('fileInfo', JSON.stringify({ alternativeText: 'First' }));

  expect(answer.status).toBe(200);
  expect(await sent()).toEqual(['entry.update one.txt First']);
});

test('a file put in the place of another', async () => {
  const [file] = await upload('one.txt');
  await sent();

  const answer = await api()
    .post(`/api/upload?id=${String(file?.id)}`)
    .attach('files', Buffer.from('anew'), 'anew.txt');

  expect(answer.status).toBe(200);
  expect(await sent()).toEqual(['entry.update anew.txt']);
});

test('the removal of one file, and of several in the Media Library', async () => {
  const [one, two, three] = await upload('one.txt', 'two.txt', 'three.txt');
  await sent();

  await api().delete(`/api/upload/files/${String(one?.id)}`);
  expect(await sent()).toEqual(['entry.delete one.txt']);

  const fileIds = [two?.id, three?.id];
  const answer = await admin.call('post', '/upload/actions/bulk-delete', { fileIds });
  expect(answer.status).toBe(200);
  expect(await sent()).toEqual(['entry.delete three.txt', 'entry.delete two.txt']);
});

test('the removal of a folder removes the files in it', async () => {
  const folder = await admin.call('post', '/upload/folders', { name: 'Papers', parent: null });
  const { id } = (folder.body as { data: { id: number } }).data;
  const [file] = await upload('one.txt');
  const moved = await admin.call('post', '/upload/actions/bulk-move', {
    fileIds: [file?.id],
    destinationFolderId: id,
  });
  expect(moved.status).toBe(200);
  await sent();

  await admin.call('post', '/upload/actions/bulk-delete', { folderIds: [id] });

  expect(await sent()).toEqual(['entry.delete one.txt']);
});

test('the services of the upload plugin', async () => {
  interface Uploads {
    updateFileInfo(id: number, info: object): Promise<unknown>;
    remove(file: File): Promise<unknown>;
  }
  const uploads = scene.app.strapi.plugin('upload').service<Uploads>('upload');
  const [file] = await upload('one.txt');
  await sent();
  if (!file) throw new Error('Nothing was uploaded');

  await uploads.updateFileInfo(file.id, { name: 'renamed.txt' });
  expect(await sent()).toEqual(['entry.update renamed.txt']);

  await uploads.remove(file);
  expect(await sent()).toEqual(['entry.delete renamed.txt']);
});

describe('as a type to watch', () => {
  const READ_WEBHOOKS = { action: 'plugin::document-webhooks.webhooks.read' };

  async function fieldsOfFile(api: AdminApi): Promise<string[] | undefined> {
    const answer = await api.call('get', '/document-webhooks/content-types');
    const { data } = answer.body as { data: { uid: string; fields: { path: string }[] }[] };
    return data.find(({ uid }) => uid === FILE)?.fields.map(({ path }) => path);
  }

  test('files are offered without what is private', async () => {
    const fields = await fieldsOfFile(admin);

    expect(fields).toEqual(expect.arrayContaining(['documentId', 'name', 'url', 'mime']));
    expect(fields).not.toContain('folderPath');
    expect(fields).not.toContain('related');
  });

  test('only to users who may read the Media Library', async () => {
    const reader = await adminWith(scene.app, [READ_WEBHOOKS, { action: 'plugin::upload.read' }]);
    const stranger = await adminWith(scene.app, [READ_WEBHOOKS]);

    expect(await fieldsOfFile(reader)).toBeDefined();
    expect(await fieldsOfFile(stranger)).toBeUndefined();
  });
});
