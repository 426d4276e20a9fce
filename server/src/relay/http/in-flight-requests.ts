import type { Exchange } from './response-reader';

/** The exchanges under way that end when the instance stops and can wait no longer. */
export interface Exchanges {
  add(exchange: Exchange): void;
  remove(exchange: Exchange): void;
}

const known = new WeakMap<AbortSignal, Exchanges>();

/** Of one signal, which has one listener for all of them. */
export function exchangesUnder(stopping: AbortSignal): Exchanges {
  const exchanges = known.get(stopping) ?? createExchanges(stopping);
  known.set(stopping, exchanges);
  return exchanges;
}

/**
 * An array, and no listener for each: listeners that are gone, and a Set's earlier tables, still point
 * at those that came after. Once the first of such a chain is old, the garbage collector's quick
 * rounds free none of it.
 */
function createExchanges(stopping: AbortSignal): Exchanges {
  const underWay: Exchange[] = [];
  stopping.addEventListener('abort', () => {
    for (const exchange of [...underWay]) exchange.cut('connection-error', 'aborted');
  });

  return {
    add(exchange) {
      underWay.push(exchange);
      if (stopping.aborted) exchange.cut('connection-error', 'aborted');
    },
    remove(exchange) {
      underWay.splice(underWay.indexOf(exchange), 1);
    },
  };
}
