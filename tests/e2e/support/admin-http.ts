import type { Permission } from '../../support/admin-api';

/** The admin API of a running Strapi as one user sees it, by HTTP. */
export interface AdminHttp {
  /** The body of the response; a status of 400 or more is an error. */
  call<Body>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Body>;
}

export const PASSWORD = 'Password123';

export async function signIn(url: string, email: string): Promise<AdminHttp> {
  const call = async <Body>(method: string, path: string, body?: object, token?: string) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
    return JSON.parse(text) as Body;
  };
  const { data } = await call<{ data: { token: string } }>('POST', '/admin/login', {
    email,
    password: PASSWORD,
  });
  return { call: (method, path, body) => call(method, path, body, data.token) };
}

/** A user whose only role has these permissions and no other; returns the email. */
export async function userWith(
  admin: AdminHttp,
  name: string,
  permissions: Permission[],
): Promise<string> {
  const email = `${name}@example.com`;
  const { data: role } = await admin.call<{ data: { id: number } }>('POST', '/admin/roles', {
    name,
    description: name,
  });
  await admin.call('PUT', `/admin/roles/${String(role.id)}/permissions`, {
    permissions: permissions.map((permission) => ({
      subject: null,
      properties: {},
      conditions: [],
      ...permission,
    })),
  });
  const { data: user } = await admin.call<{ data: { id: number } }>('POST', '/admin/users', {
    firstname: name,
    email,
    roles: [role.id],
  });
  const active = { password: PASSWORD, isActive: true };
  await admin.call('PUT', `/admin/users/${String(user.id)}`, active);
  return email;
}
