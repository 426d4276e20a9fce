const { findOrCreate } = require('./find-or-create');

const CATEGORIES = [
  { name: 'Engineering', slug: 'engineering' },
  { name: 'Travel', slug: 'travel' },
  { name: 'Product', slug: 'product' },
];

function seedCategories(strapi) {
  return findOrCreate(strapi, { uid: 'api::category.category', key: 'slug', entries: CATEGORIES });
}

module.exports = { seedCategories };
