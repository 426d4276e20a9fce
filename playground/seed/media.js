const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const { createPng } = require('./png');

const IMAGES = {
  cover: { width: 64, height: 40, rgb: [73, 69, 255] },
  garden: { width: 48, height: 48, rgb: [50, 160, 90] },
  harbour: { width: 48, height: 48, rgb: [40, 110, 190] },
  avatar: { width: 32, height: 32, rgb: [230, 160, 40] },
};

/** @returns {Promise<Record<keyof typeof IMAGES, { id: number }>>} the uploaded files by name */
async function seedMedia(strapi) {
  const files = {};
  for (const [name, image] of Object.entries(IMAGES)) {
    files[name] =
      (await findFile(strapi, `${name}.png`)) ?? (await uploadImage(strapi, name, image));
  }
  return files;
}

function findFile(strapi, name) {
  return strapi.db.query('plugin::upload.file').findOne({ where: { name } });
}

async function uploadImage(strapi, name, image) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'playground-seed-'));
  const filepath = path.join(folder, `${name}.png`);
  const png = createPng(image);

  try {
    await fs.writeFile(filepath, png);
    const [file] = await strapi
      .plugin('upload')
      .service('upload')
      .upload({
        data: { fileInfo: { name: `${name}.png`, alternativeText: `A plain ${name}` } },
        files: {
          filepath,
          originalFilename: `${name}.png`,
          mimetype: 'image/png',
          size: png.length,
        },
      });
    return file;
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}

module.exports = { seedMedia };
