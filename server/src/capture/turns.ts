/** Calls about one thing wait for each other, in the order in which they come; a failed one keeps none. */
export type InTurn = <T>(about: object, call: () => Promise<T>) => Promise<T>;

export function createTurns(): InTurn {
  const lasts = new WeakMap<object, Promise<void>>();
  const nothing = (): void => undefined;

  return (about, call) => {
    const before = lasts.get(about);
    const turn = before ? before.then(call) : call();
    lasts.set(about, turn.then(nothing, nothing));
    return turn;
  };
}
