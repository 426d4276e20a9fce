import type { Actor } from '../../../server/src/contracts/deliveries';
import { useText, type Text } from '../translations/use-text';

/** "Ada Byron", "API token Importer"; null of what an earlier version captured. */
export function useActorWords(): (actor: Actor | null) => string | null {
  const text = useText();
  return (actor) => (actor ? actorWords(actor, text) : null);
}

/** A person's name; without one, the kind of actor and its id if any. */
export function actorWords({ type, name, id }: Actor, text: Text): string {
  switch (type) {
    case 'system':
      return text('actor.system');
    case 'admin':
      return name ?? text('actor.admin', { id: id ?? '' });
    case 'api-token':
      return text('actor.api-token', { name: name ?? id ?? '' });
    case 'user':
      return id === undefined && name === undefined
        ? text('actor.visitor')
        : text('actor.user', { name: name ?? id ?? '' });
  }
}
