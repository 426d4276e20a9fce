const PASSWORD = 'Password123';
const EMAIL = 'limited@example.com';

/**
 * Lets an admin in who may create webhooks and read one type, and nothing else.
 *
 * @returns where previews are asked for, and by which token
 */
export async function letInLimitedAdmin(strapi, { uid, fields }) {
  const { id } = await strapi.service('admin::role').create({ name: 'Limited', description: '' });
  await strapi
    .service('admin::role')
    .assignPermissions(id, [
      permission('plugin::document-webhooks.webhooks.read'),
      permission('plugin::document-webhooks.webhooks.create'),
      permission('plugin::content-manager.explorer.read', { subject: uid, properties: { fields } }),
    ]);
  await strapi.service('admin::user').create({
    firstname: 'Limited',
    email: EMAIL,
    password: PASSWORD,
    isActive: true,
    registrationToken: null,
    roles: [id],
  });
  const { port } = await listening(strapi.server.httpServer);
  const origin = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${origin}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  const { data } = await answer.json();
  return { url: `${origin}/document-webhooks/webhooks/preview`, token: data.token };
}

function permission(action, { subject = null, properties = {} } = {}) {
  return { action, subject, properties, conditions: [] };
}

function listening(server) {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address()));
  });
}
