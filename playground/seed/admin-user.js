const ADMIN_LOGIN = { email: 'admin@example.com', password: 'Password123' };

async function seedAdmin(strapi) {
  const users = strapi.service('admin::user');

  if (!(await users.exists())) {
    const superAdmin = await strapi.service('admin::role').getSuperAdmin();
    await users.create({
      ...ADMIN_LOGIN,
      firstname: 'Play',
      lastname: 'Ground',
      isActive: true,
      registrationToken: null,
      roles: [superAdmin.id],
    });
  }

  return users.findOneByEmail(ADMIN_LOGIN.email);
}

module.exports = { seedAdmin, ADMIN_LOGIN };
