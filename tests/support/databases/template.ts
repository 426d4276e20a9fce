import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');

/** What decides the tables of a fresh boot. */
const SCHEMA = [
  'package-lock.json',
  'playground/src',
  'server/src/components',
  'server/src/content-types',
  'server/src/models',
];

/**
 * Names the database that all others are copied from: an app after its first boot. A change of the
 * schema gives it another name. One that is older than it looks is not wrong, only slow: Strapi brings
 * the copy up to date as it boots.
 */
export function templateName(): string {
  const hash = createHash('sha256');
  for (const file of SCHEMA.flatMap(filesOf)) hash.update(file).update(readFileSync(file));
  return `document_webhooks_template_${hash.digest('hex').slice(0, 12)}`;
}

function filesOf(entry: string): string[] {
  const full = path.join(ROOT, entry);
  if (statSync(full).isFile()) return [full];
  const names = readdirSync(full).sort();
  return names.flatMap((name) => filesOf(path.join(entry, name)));
}
