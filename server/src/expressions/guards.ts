import type jsonata from 'jsonata';

import { nodesOf, type Node } from './ast';
import { evaluationError, limitError } from './expression-error';
import { createKeyNotes } from './key-order';
import { createScale } from './limits';
import { regexEngine } from './linear-regex';

/** What JSONata calls when it leaves a node. The name is a symbol, which no expression can bind. */
const ON_EXIT = Symbol.for('jsonata.__evaluate_exit');

/**
 * What JSONata's own guards leave open. `timeout` and `stack` are checked when a node is entered,
 * which holds though evaluation never leaves the microtask queue, but sees nothing of what goes on
 * within one call of a native function. So every value is weighed when a node is left, which bounds
 * what a native can be given; natives that make much of little are replaced (`functions.ts`).
 */
export function createGuards(timeoutMs: number) {
  const clones = new WeakSet<object>();
  let deadline = Infinity;
  let check = createScale({ remember: true });

  const RegexEngine = regexEngine(() => {
    if (performance.now() > deadline) throw limitError(`It ran for more than ${timeoutMs} ms`);
  });

  /** Has every value of `expression`, whose tree is `root`, weighed. Returns what begins an evaluation. */
  function watch(expression: jsonata.Expression, root: Node): () => void {
    const patterns = new WeakSet<Node>([...nodesOf(root)].flatMap(({ pattern }) => pattern ?? []));
    // A transform changes objects that have been weighed before.
    const remember = [...nodesOf(root)].every(({ type }) => type !== 'transform');
    const noteKeys = createKeyNotes(nodesOf(root));
    const onExit = (node: Node, ...[, , result]: unknown[]) => {
      noteKeys(node, result);
      check(result);
      if (patterns.has(node)) refuseForeign(result);
    };
    expression.assign(ON_EXIT as unknown as string, onExit);
    return () => {
      deadline = performance.now() + timeoutMs;
      check = createScale({ remember });
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
    RegexEngine: RegexEngine as unknown as RegExpConstructor,
    watch,
  };
}
