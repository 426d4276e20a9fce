import { actorWords } from '../../../admin/src/hooks/use-actor-words';
import type { Text } from '../../../admin/src/translations/use-text';
import type { Actor } from '../../../server/src/contracts/deliveries';

const text: Text = (key, values = {}) => [key, ...Object.values(values)].join(' ');

test.each<[Actor, string]>([
  [{ type: 'admin', id: 1, name: 'Ada Byron' }, 'Ada Byron'],
  [{ type: 'admin', id: 1 }, 'actor.admin 1'],
  [{ type: 'api-token', id: 2, name: 'Importer' }, 'actor.api-token Importer'],
  [{ type: 'user', id: 3, name: 'ada' }, 'actor.user ada'],
  [{ type: 'user', id: 3 }, 'actor.user 3'],
  [{ type: 'user' }, 'actor.visitor'],
  [{ type: 'system' }, 'actor.system'],
])('%j is told as %s', (actor, words) => {
  expect(actorWords(actor, text)).toBe(words);
});
