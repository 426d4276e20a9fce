import { ExpressionError } from './expression-error';

/** Tokens in JSONata's tree, those it copies counted again. */
const MAX_TREE = 200_000;

/** As JSONata's tokenizer reads it; a regular expression is told from a division by what may stand there. */
const TOKEN =
  /[ \t\n\r\v]+|\/\*[^]*?\*\/|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|\?\?|\?:|:=|\*\*|[.[\]{}(),@#;:?+\-*/%|=<>^&!~]|[^ \t\n\r\v.[\]{}(),@#;:?+\-*/%|=<>^&!~]+/y;
const NOTHING = /^([ \t\n\r\v]|\/\*)/;
const OPERATOR = /^([.,@#;:?+\-*/%|=<>^&!~]|:=|\?[?:]|\*\*|and|or|in)$/;
const OPENS = /^[([{]$/;
const CLOSES = /^[)\]}]$/;
/** Wildcards, the parent, and fields called like operators. */
const MAY_BE_OPERAND = /^(\*\*?|%|and|or|in)$/;
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

  for (const token of tokensOf(source)) {
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

/** Ends where JSONata would find no token. */
function* tokensOf(source: string): Generator<string> {
  let from = 0;
  let wantsOperand = true;
  while (from < source.length) {
    const token = tokenAt(source, from, wantsOperand);
    if (token === undefined) return;
    from += token.length;
    if (NOTHING.test(token)) continue;
    yield token;
    wantsOperand =
      OPENS.test(token) || (OPERATOR.test(token) && !(wantsOperand && MAY_BE_OPERAND.test(token)));
  }
}

function tokenAt(source: string, from: number, wantsOperand: boolean): string | undefined {
  if (wantsOperand && source[from] === '/' && source[from + 1] !== '*') {
    return regexAt(source, from);
  }
  TOKEN.lastIndex = from;
  return TOKEN.exec(source)?.[0];
}

function regexAt(source: string, from: number): string | undefined {
  let depth = 0;
  let backslashes = 0;
  for (let at = from + 1; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '/' && depth === 0 && backslashes % 2 === 0) return source.slice(from, at + 1);
    if (backslashes === 0) depth += Number(OPENS.test(char)) - Number(CLOSES.test(char));
    backslashes = char === '\\' ? backslashes + 1 : 0;
  }
  return undefined;
}
