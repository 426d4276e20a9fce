import type jsonata from 'jsonata';

import { walkNodes, type Node } from './ast';
import { cancelledError, evaluationError } from '../expression-error';
import { createKeyRecorder } from '../templates/key-order';
import { createSizeCheck, type SizeLimits } from './limits';
import { regexEngine } from './linear-regex';
import type { TimeWatch } from '../evaluation/time-limit';

/**
 * JSONata calls this hook when it leaves a node. The name is a symbol, so no expression can bind
 * it.
 */
const ON_EXIT = Symbol.for('jsonata.__evaluate_exit');
/**
 * The variable that holds the state of an evaluation. It contains a space so that no expression
 * can name it.
 */
const STATE = 'evaluation state';

interface State {
  check: (value: unknown) => void;
  watch: TimeWatch;
  /**
   * True once the evaluation has failed. Parallel branches that JSONata still evaluates must then
   * stop.
   */
  isOver: boolean;
}

interface Environment {
  base: { lookup: (name: string) => unknown };
}

type ExitArguments = [node: Node, input: unknown, environment: Environment, result: unknown];

/**
 * Closes the gaps in JSONata's own limits. JSONata checks its `stack` on entering a node; these
 * guards check time on leaving a node and in each match of a regular expression. Neither check runs
 * within a single call of a native function. So every value is measured when a node is left, which
 * limits the input of native functions. Native functions that can produce a large output from a
 * small input are replaced (`functions.ts`).
 */
export function createGuards(sizes: SizeLimits) {
  const clones = new WeakSet<object>();
  /**
   * The evaluation that is starting. JSONata reads its regex engine synchronously at the start.
   */
  let beginning: State | undefined;

  /**
   * Measures every value of `expression`, whose tree is `root`. Returns a function that evaluates
   * it.
   */
  function guard(expression: jsonata.Expression, root: Node) {
    const patterns = new WeakSet<Node>(
      [...walkNodes(root)].flatMap(({ pattern }) => pattern ?? []),
    );
    // A transform changes objects after they were measured, so their sizes cannot be cached.
    const cacheSizes = [...walkNodes(root)].every(({ type }) => type !== 'transform');
    const recordKeys = createKeyRecorder(walkNodes(root));
    const onExit = (...[node, , { base }, result]: ExitArguments) => {
      const { check, watch, isOver } = base.lookup(STATE) as State;
      if (isOver) throw cancelledError();
      watch();
      recordKeys(node, result);
      check(result);
      if (patterns.has(node)) assertCloned(result);
    };
    expression.assign(ON_EXIT as unknown as string, onExit);

    return async (input: unknown, watch: TimeWatch): Promise<unknown> => {
      const state: State = { check: createSizeCheck(sizes, cacheSizes), watch, isOver: false };
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
   * `|pattern|update|` writes to every match of the pattern. A match can lie outside the copy:
   * `$$`, or the definition of `$sum`, which all expressions of the process share.
   */
  function assertCloned(found: unknown): void {
    for (const target of Array.isArray(found) ? (found as unknown[]) : [found]) {
      if (typeof target === 'object' && target !== null && !clones.has(target)) {
        throw evaluationError('A transform can change only the value that it is applied to');
      }
    }
  }

  return {
    /** The objects that `$clone` created. */
    clones,
    /** JSONata reads this option at the start of each evaluation. */
    regexEngine: () =>
      regexEngine(sizes.regexWork, beginning?.watch) as unknown as RegExpConstructor,
    guard,
  };
}
