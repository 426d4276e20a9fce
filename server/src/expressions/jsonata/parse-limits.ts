import { ExpressionError } from '../expression-error';
import { CLOSES, OPENS, tokensOf } from '../templates/tokens';

/** Tokens in JSONata's tree, those it copies counted again. */
const MAX_TREE = 200_000;

const COPIES = ['?:', '??'];
const ENDS_OPERAND = [',', ';', ':', '?', ':='];

/**
 * JSONata's parser copies what stands left of `?:` and `??`, so that `((((a ?: a) ?: a) ?: a) ?: a)`
 * doubles with each bracket: forty of them exhaust the memory. Throws before it comes to that.
 */
export function checkTreeSize(source: string): void {
  const outer = { size: 0, operand: 0 };
  const open = [outer];
  const grow = (group: typeof outer, by: number) => {
    group.size += by;
    group.operand += by;
    if (group.size > MAX_TREE) {
      throw new ExpressionError('syntax', 'It is too large: ?: and ?? are nested too deeply');
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
