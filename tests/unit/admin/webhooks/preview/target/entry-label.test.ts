import { entryLabel } from '../../../../../../admin/src/webhooks/preview/target/entry-label';
import type { FieldNode } from '../../../../../../server/src/contracts/content-types';

const field = (name: string, type: string): FieldNode => ({ name, path: name, type, list: false });
const fields = [field('total', 'decimal'), field('code', 'string'), field('mail', 'email')];

test.each([
  [{ title: 'Hello', name: 'hello', code: 'H' }, 'Hello'],
  [{ title: ' ', name: 'hello' }, 'hello'],
  [{ code: 'H', mail: 'a@b.example' }, 'H'],
  [{ code: null, mail: 'a@b.example' }, 'a@b.example'],
  [{ total: '12' }, 'id-1'],
])('%j is called %s', (entry, label) => {
  expect(entryLabel({ documentId: 'id-1', ...entry }, fields)).toBe(label);
});
