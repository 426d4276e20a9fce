const { findOrCreate } = require('./find-or-create');

const AUTHORS = [
  { name: 'Ada Lovelace', email: 'ada@example.com', bio: 'Writes about engines.' },
  { name: 'Jules Verne', email: 'jules@example.com', bio: 'Écrit des voyages.' },
];

function seedAuthors(strapi, media) {
  return findOrCreate(strapi, {
    uid: 'api::author.author',
    key: 'name',
    entries: AUTHORS.map((author) => ({ ...author, avatar: media.avatar.id })),
  });
}

module.exports = { seedAuthors };
