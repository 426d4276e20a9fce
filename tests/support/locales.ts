import type { App } from './boot-strapi';

/** Adds French to the English that every app has. */
export async function addFrench(app: App): Promise<void> {
  const locales = app.strapi.plugin('i18n').service('locales') as {
    create(locale: { code: string; name: string }): Promise<unknown>;
  };
  await locales.create({ code: 'fr', name: 'French (fr)' });
}
