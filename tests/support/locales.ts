import type { App } from './boot-strapi';

interface Locales {
  create(locale: { code: string; name: string }): Promise<unknown>;
}

/** Adds French to the English that every app has. */
export async function addFrench(app: App): Promise<void> {
  const locales = app.strapi.plugin('i18n').service<Locales>('locales');
  await locales.create({ code: 'fr', name: 'French (fr)' });
}
