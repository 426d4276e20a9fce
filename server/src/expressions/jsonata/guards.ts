import type jsonata from 'jsonata';

import { nodesOf, type Node } from './ast';
import { cancelledError, evaluationError } from '../expression-error';
import { createKeyNotes } from '../templates/key-order';
import { createScale, type SizeLimits } from './limits';
import { regexEngine } from './linear-regex';
import type { TimeWatch } from '../evaluation/time-limit';

/** What JSONata calls when it leaves a node. The name is a symbol, which no expression can bind. */
const ON_EXIT = Symbol.for('jsonata.__evaluate_exit');
/** Where an evaluation finds its state. No expression can name a variable with a space in it. */
const STATE = 'evaluation state';

interface State {
  check: (value: unknown) => void;
  watch: TimeWatch;
  /** What JSONata still evaluates once the evaluation has failed, beside each other, must stop. */
  isOver: boolean;
}

interface Environment {
  base: { lookup: (name: string) => unknown };
}

type ExitArguments = [node: Node, input: unknown, environment: Environment, result: unknown];

/**
 * What JSONata's own guards leave open. Its `stack` is checked when a node is entered, which holds
 * though evaluation never leaves the microtask queue; time is checked when a node is left, and in each
 * match of a regular expression. Neither sees what goes on within one call of a native function. So
 * every value is weighed when a node is left, which bounds what a native can be given; natives that
 * make much of little are replaced (`functions.ts`).
 */
export function createGuards(sizes: SizeLimits) {
  const clones = new WeakSet<object>();
  /** JSONata asks for its engine while it begins, synchronously: then it is that evaluation's. */
  let beginning: State | undefined;

  /** Has every value of `expression`, whose tree is `root`, weighed. Returns what evaluates it. */
  function guard(expression: jsonata.Expression, root: Node) {
    const patterns = new WeakSet<Node>([...nodesOf(root)].flatMap(({ pattern }) => pattern ?? []));
    // A transform changes objects that have been weighed before.
    const remember = [...nodesOf(root)].every(({ type }) => type !== 'transform');
    const noteKeys = createKeyNotes(nodesOf(root));
    const onExit = (...[node, , { base }, result]: ExitArguments) => {
      const { check, watch, isOver } = base.lookup(STATE) as State;
      if (isOver) throw cancelledError();
      watch();
      noteKeys(node, result);
      check(result);
      if (patterns.has(node)) refuseForeign(result);
    };
    expression.assign(ON_EXIT as unknown as string, onExit);

    return async (input: unknown, watch: TimeWatch): Promise<unknown> => {
      const state: State = { check: createScale(sizes, remember), watch, isOver: false };
      beginning = state;
      const result = expression.evaluate(input, { [STATE]: state }) as Promise<unknown>;
      beginning = undefined;
      try {
        return await result;
      } finally {
        state.isOver = true;
      }
    };
  }

  /**
   * `|pattern|update|` writes to whatever the pattern finds: besides the copy it works on, that may be
   * `$$`, or the definition of `$sum`, which all expressions of the process share.
   */
  function refuseForeign(found: unknown): void {
    for (const target of Array.isArray(found) ? (found as unknown[]) : [found]) {
      if (typeof target === 'object' && target !== null && !clones.has(target)) {
        throw evaluationError('A transform may change only what it is applied to');
      }
    }
  }

  return {
    /** The objects that `$clone` has made. */
    clones,
    /** JSONata's options read it at the beginning of each evaluation. */
    regexEngine: () =>
      regexEngine(sizes.regexWork, beginning?.watch) as unknown as RegExpConstructor,
    guard,
  };
}
