import type { App } from './boot-strapi';

interface Locales {
  create(locale: { code: string; name: string }): Promise<unknown>;
}

/** Adds French to the English that every app has. */
export async function addFrench(app: App): Promise<void> {
  await addLocale(app, { code: 'fr', name: 'French (fr)' });
}

export async function addLocale(app: App, locale: { code: string; name: string }): Promise<void> {
  await app.strapi.plugin('i18n').service<Locales>('locales').create(locale);
}
