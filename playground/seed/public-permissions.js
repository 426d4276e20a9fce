const COLLECTION_READ = ['find', 'findOne'];
const COLLECTION_WRITE = [...COLLECTION_READ, 'create', 'update', 'delete'];

const PUBLIC_ACTIONS = {
  'api::quotation.quotation': COLLECTION_WRITE,
  'api::article.article': COLLECTION_WRITE,
  'api::author.author': COLLECTION_READ,
  'api::category.category': COLLECTION_READ,
  'api::homepage.homepage': ['find'],
};

async function seedPublicPermissions(strapi) {
  const permissions = strapi.db.query('plugin::users-permissions.permission');
  const role = await strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'public' }, populate: ['permissions'] });
  const granted = new Set(role.permissions.map(({ action }) => action));

  const wanted = Object.entries(PUBLIC_ACTIONS).flatMap(([uid, actions]) =>
    actions.map((action) => `${uid}.${action}`),
  );

  for (const action of wanted.filter((name) => !granted.has(name))) {
    await permissions.create({ data: { action, role: role.id } });
  }
}

module.exports = { seedPublicPermissions };
