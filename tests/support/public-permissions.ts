import type { App } from './boot-strapi';

/** Lets anybody use these actions of the content API. */
export async function allowPublic(app: App, actions: string[]): Promise<void> {
  const role = (await app.strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'public' } })) as { id: number };
  for (const action of actions) {
    await app.strapi.db
      .query('plugin::users-permissions.permission')
      .create({ data: { action, role: role.id } });
  }
}
