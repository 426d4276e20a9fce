import { AsyncLocalStorage } from 'node:async_hooks';

/** A value that holds for a call and for all that the call awaits. */
export interface Scoped<T> {
  run<R>(value: T, call: () => R): R;
  get(): T | undefined;
}

interface Frame {
  of: object;
  value: unknown;
  outer: Frame | undefined;
}

/**
 * One for the whole plugin: each AsyncLocalStorage that is in use makes every promise of the process
 * larger. Three more were measured to slow a create of a document by one percent.
 */
const frames = new AsyncLocalStorage<Frame>();

export function createScoped<T>(): Scoped<T> {
  const scoped: Scoped<T> = {
    run: (value, call) => frames.run({ of: scoped, value, outer: frames.getStore() }, call),
    get() {
      for (let frame = frames.getStore(); frame; frame = frame.outer) {
        if (frame.of === scoped) return frame.value as T;
      }
      return undefined;
    },
  };
  return scoped;
}
