const LOCALES = [
  { code: 'en', name: 'English (en)' },
  { code: 'fr', name: 'French (fr)' },
];

async function seedLocales(strapi) {
  const locales = strapi.plugin('i18n').service('locales');

  for (const locale of LOCALES) {
    if (!(await locales.findByCode(locale.code))) {
      await locales.create(locale);
    }
  }
}

module.exports = { seedLocales };
