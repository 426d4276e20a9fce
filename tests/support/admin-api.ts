import request, { type Response, type Test } from 'supertest';

import type { App } from './boot-strapi';

const PASSWORD = 'Password123';
let created = 0;

export type Method = 'get' | 'post' | 'put' | 'delete';

/** The admin API as one user sees it. */
/** What the server answered; its body is what the caller makes of it. */
export type Answer = Omit<Response, 'body'> & { body: unknown };

export interface AdminApi {
  call(method: Method, path: string, body?: object): Promise<Answer>;
}

export interface Permission {
  action: string;
  subject?: string | null;
  /** `fields` and `locales`; all fields, and no locale, when absent. */
  properties?: { fields?: string[]; locales?: string[] };
  /** Ids of conditions. */
  conditions?: string[];
}

interface Users {
  create(user: object): Promise<unknown>;
}
interface Roles {
  getSuperAdmin(): Promise<{ id: number }>;
  create(role: object): Promise<{ id: number }>;
  assignPermissions(roleId: number, permissions: object[]): Promise<unknown>;
}

export async function superAdmin(app: App): Promise<AdminApi> {
  return apiOf(app, await superAdminToken(app));
}

/** For a test that writes its requests itself. */
export async function superAdminToken(app: App): Promise<string> {
  const { id } = await rolesOf(app).getSuperAdmin();
  return login(app, id);
}

/** A user whose only role has these permissions and no other. */
export async function adminWith(app: App, permissions: Permission[]): Promise<AdminApi> {
  return apiOf(app, await adminTokenWith(app, permissions));
}

/** The same for a test that writes its requests itself. */
export async function adminTokenWith(app: App, permissions: Permission[]): Promise<string> {
  created += 1;
  const name = `Role ${String(created)}`;
  const { id } = await rolesOf(app).create({ name, description: name });
  await rolesOf(app).assignPermissions(
    id,
    permissions.map(({ action, subject = null, properties = {}, conditions = [] }) => ({
      action,
      subject,
      properties,
      conditions,
    })),
  );
  return login(app, id);
}

export function anonymous(app: App): AdminApi {
  return apiOf(app, null);
}

async function login(app: App, roleId: number): Promise<string> {
  created += 1;
  const email = `admin${String(created)}@example.com`;
  const users = app.strapi.service('admin::user') as unknown as Users;
  await users.create({
    firstname: 'Test',
    email,
    password: PASSWORD,
    isActive: true,
    registrationToken: null,
    roles: [roleId],
  });
  const answer = await request(app.strapi.server.httpServer)
    .post('/admin/login')
    .send({ email, password: PASSWORD });
  const { data } = answer.body as { data?: { token?: string } };
  if (!data?.token) throw new Error(`Login failed: ${answer.text}`);
  return data.token;
}

function apiOf(app: App, token: string | null): AdminApi {
  return {
    async call(method, path, body) {
      const call: Test = request(app.strapi.server.httpServer)[method](path);
      if (token !== null) void call.set('authorization', `Bearer ${token}`);
      return body === undefined ? call : call.send(body);
    },
  };
}

function rolesOf(app: App): Roles {
  return app.strapi.service('admin::role') as unknown as Roles;
}
