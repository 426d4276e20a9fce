/**
 * Returns, for each entry, the document whose attribute `key` has the entry's value, creating it
 * when there is none. One after another, so that ids come out the same in every database.
 *
 * @param {import('@strapi/strapi').Core.Strapi} strapi
 * @param {{ uid: string, key: string, entries: Record<string, unknown>[] }} wanted
 */
async function findOrCreate(strapi, { uid, key, entries }) {
  const documents = strapi.documents(uid);
  const results = [];

  for (const data of entries) {
    const found = await documents.findFirst({ filters: { [key]: data[key] } });
    results.push(found ?? (await documents.create({ data })));
  }
  return results;
}

module.exports = { findOrCreate };
