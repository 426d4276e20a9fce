const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const { seedAdmin } = require('./admin-user');
const { seedArticles } = require('./articles');
const { seedAuthors } = require('./authors');
const { seedCategories } = require('./categories');
const { seedHomepage } = require('./homepage');
const { seedLocales } = require('./locales');
const { seedMedia } = require('./media');
const { seedPublicPermissions } = require('./public-permissions');
const { seedQuotations } = require('./quotations');

/**
 * Fills an app with the sample content; what is already there is left as it is.
 *
 * @param {import('@strapi/strapi').Core.Strapi} strapi a loaded instance
 * @returns the documents by kind, whether they were created now or found
 */
async function seed(strapi) {
  await seedLocales(strapi);
  await seedPublicPermissions(strapi);
  const admin = await seedAdmin(strapi);
  const quotations = await seedQuotations(strapi);
  const media = await seedMedia(strapi);
  const authors = await seedAuthors(strapi, media);
  const categories = await seedCategories(strapi);
  const articles = await seedArticles(strapi, { authors, categories, media });
  const homepage = await seedHomepage(strapi, articles);

  return { admin, quotations, media, authors, categories, articles, homepage };
}

async function seedThisApp() {
  const appDir = path.resolve(__dirname, '..');
  const strapi = await createStrapi({ appDir, distDir: appDir, serveAdminPanel: false }).load();

  const { quotations, articles, authors, categories } = await seed(strapi);
  strapi.log.info(
    `Seeded: ${quotations.length} quotations, ${articles.length} articles, ` +
      `${authors.length} authors, ${categories.length} categories`,
  );

  await strapi.destroy();
}

module.exports = { seed };

if (require.main === module) {
  seedThisApp().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
