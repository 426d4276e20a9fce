const { articleContent } = require('./article-content');

const UID = 'api::article.article';

async function seedArticles(strapi, related) {
  const articles = [];
  for (const content of articleContent(related)) {
    articles.push((await findArticle(strapi, content)) ?? (await createArticle(strapi, content)));
  }
  return articles;
}

function findArticle(strapi, { en }) {
  return strapi.documents(UID).findFirst({ filters: { slug: en.slug }, locale: 'en' });
}

async function createArticle(strapi, { shared, en, fr, publish }) {
  const documents = strapi.documents(UID);
  const article = await documents.create({ data: { ...shared, ...en }, locale: 'en' });
  const { documentId } = article;
  const { author, categories } = shared;

  // i18n copies the fields that are not localized; relations belong to each locale.
  await documents.update({ documentId, locale: 'fr', data: { ...fr, author, categories } });

  if (publish) {
    await documents.publish({ documentId, locale: ['en', 'fr'] });
  }
  return article;
}

module.exports = { seedArticles };
