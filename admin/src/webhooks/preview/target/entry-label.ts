import type { FieldNode } from '../../../../../server/src/contracts/content-types';
import type { Entry } from '../../../api/entries';

const USUAL = ['title', 'name'];
const TEXTS = ['string', 'uid', 'email'];

/** The label of an entry: its title or name, or its first short text, or its id. */
export function entryLabel(entry: Entry, fields: FieldNode[]): string {
  const others = fields.filter(({ type }) => TEXTS.includes(type)).map(({ name }) => name);
  const written = [...USUAL, ...others].map((name) => entry[name]);
  const label = written.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof label === 'string' ? label : entry.documentId;
}
