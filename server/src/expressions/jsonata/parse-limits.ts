import { ExpressionError } from '../expression-error';
import { CLOSES, OPENS, tokensOf } from '../templates/tokens';

/** Maximum number of tokens in JSONata's tree, including copies. */
const MAX_TREE = 200_000;

const COPIES = ['?:', '??'];
const ENDS_OPERAND = [',', ';', ':', '?', ':='];

/**
 * Throws if JSONata's tree would become too large. JSONata's parser copies the left operand of
 * `?:` and `??`, so `((((a ?: a) ?: a) ?: a) ?: a)` doubles with each bracket. Forty brackets
 * exhaust the memory.
 */
export function checkTreeSize(source: string): void {
  const outer = { size: 0, operand: 0 };
  const open = [outer];
  const grow = (group: typeof outer, by: number) => {
    group.size += by;
    group.operand += by;
    if (group.size > MAX_TREE) {
      throw new ExpressionError(
        'syntax',
        'The expression is too large: ?: and ?? are nested too deeply',
      );
    }
  };

  for (const { token } of tokensOf(source)) {
    const group = open.at(-1) ?? outer;
    if (OPENS.test(token)) open.push({ size: 1, operand: 0 });
    else if (CLOSES.test(token)) {
      if (open.length > 1) open.pop();
      if (group !== outer) grow(open.at(-1) ?? outer, group.size);
    } else {
      grow(group, COPIES.includes(token) ? group.operand : 1);
      if (COPIES.includes(token) || ENDS_OPERAND.includes(token)) group.operand = 0;
    }
  }
}
