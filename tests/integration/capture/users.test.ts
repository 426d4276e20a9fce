import request from 'supertest';

import { superAdmin, type AdminApi } from '../../support/admin-api';
import { drain } from '../../support/deliveries';
import { allowPublic } from '../../support/public-permissions';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const USER = 'plugin::users-permissions.user';
const USERS = `/content-manager/collection-types/${USER}`;

const scene = useScene();
let admin: AdminApi;
let created = 0;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
  const actions = ['user.create', 'user.update', 'user.destroy', 'auth.register'];
  await allowPublic(
    scene.app,
    actions.map((action) => `plugin::users-permissions.${action}`),
  );
});
beforeEach(async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [USER],
    events: ['entry.create', 'entry.update', 'entry.delete'],
    mapping: ['$event', 'username', 'role.type'].map((it) => ({ fieldname: it, key: it })),
  });
});

async function sent(): Promise<string[]> {
  const { app, receiver } = scene;
  await drain(app);
  const texts = receiver.requests.map(({ text }) => text);
  receiver.requests.length = 0;
  const bodies = texts.map((text) => JSON.parse(text) as Record<string, unknown>);
  return bodies
    .map((body) => [body['$event'], body['username'], roleOf(body)].join(' ').trim())
    .sort();
}

function roleOf({ role }: Record<string, unknown>): string {
  return (role as { type?: string } | null)?.type ?? '';
}

function api() {
  return request(scene.app.strapi.server.httpServer);
}

interface User {
  id: number;
  documentId: string;
  username: string;
}

function newUser(): { username: string; email: string; password: string } {
  created += 1;
  const username = `user${String(created)}`;
  return { username, email: `${username}@example.com`, password: 'Password123' };
}

async function roleId(): Promise<number> {
  const roles = scene.app.strapi.db.query('plugin::users-permissions.role');
  const { id } = (await roles.findOne({ where: { type: 'authenticated' } })) as User;
  return id;
}

async function registered(): Promise<User> {
  const answer = await api().post('/api/auth/local/register').send(newUser());
  const { user } = answer.body as { user?: User };
  if (!user) throw new Error(answer.text);
  return user;
}

test('a registration', async () => {
  const { username } = await registered();

  expect(await sent()).toEqual([`entry.create ${username} authenticated`]);
});

test('the content API creates, updates and deletes', async () => {
  const answer = await api()
    .post('/api/users')
    .send({ ...newUser(), role: await roleId() });
  const { id, username } = answer.body as User;
  expect(await sent()).toEqual([`entry.create ${username} authenticated`]);

  await api()
    .put(`/api/users/${String(id)}`)
    .send({ username: `${username}-renamed` });
  expect(await sent()).toEqual([`entry.update ${username}-renamed authenticated`]);

  await api().delete(`/api/users/${String(id)}`);
  expect(await sent()).toEqual([`entry.delete ${username}-renamed authenticated`]);
});

test('the Content Manager creates, updates and deletes', async () => {
  const input = { ...newUser(), role: { connect: [{ id: await roleId() }] } };
  const answer = await admin.call('post', USERS, input);
  expect(answer.status).toBe(201);
  expect(await sent()).toEqual([`entry.create ${input.username} authenticated`]);

  const { documentId } = answer.body as User;
  await admin.call('put', `${USERS}/${documentId}`, { ...input, blocked: true });
  expect(await sent()).toEqual([`entry.update ${input.username} authenticated`]);

  await admin.call('delete', `${USERS}/${documentId}`);
  expect(await sent()).toEqual([`entry.delete ${input.username} authenticated`]);
});

test('users whose role is deleted change to another', async () => {
  const { app } = scene;
  const roles = app.strapi.db.query('plugin::users-permissions.role');
  const role = (await roles.create({ data: { name: 'Guests', type: 'guests' } })) as User;
  const { id, username } = await registered();
  await app.strapi.db.query(USER).update({ where: { id }, data: { role: role.id } });
  await sent();

  const path = `/users-permissions/roles/${String(role.id)}`;
  expect((await admin.call('delete', path)).status).toBe(200);

  expect(await sent()).toEqual([`entry.update ${username} public`]);
});

test('secrets never leave, whatever is asked for', async () => {
  const { app, receiver } = scene;
  const secrets = ['password', 'resetPasswordToken', 'confirmationToken'];
  for (const fieldname of secrets) {
    const nosy = createWebhook(app, {
      url: receiver.url,
      contentTypes: [USER],
      mapping: [{ fieldname }],
    });
    await expect(nosy).rejects.toThrow(/ is (a password|private)/);
  }
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [USER],
    events: ['entry.delete'],
    payload: 'document',
    mapping: [],
  });
  const { id } = await registered();
  await app.strapi.db.query(USER).update({ where: { id }, data: { confirmationToken: 'hush' } });
  await app.strapi.db.query(USER).delete({ where: { id } });
  await drain(app);

  const whole = receiver.requests.find(({ text }) => text.includes('"entry":'));
  expect(whole?.text).toContain('"username"');
  for (const secret of secrets) expect(whole?.text).not.toContain(secret);
});
