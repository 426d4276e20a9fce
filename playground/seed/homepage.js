const UID = 'api::homepage.homepage';

async function seedHomepage(strapi, articles) {
  const found = await strapi.documents(UID).findFirst();

  return (
    found ??
    strapi.documents(UID).create({
      data: {
        title: 'The playground',
        featured: articles.map(({ documentId }) => documentId),
      },
      status: 'published',
    })
  );
}

module.exports = { seedHomepage };
