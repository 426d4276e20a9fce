/** As JSONata's tokenizer reads it, which takes no comment or text that does not end; a regular expression is told from a division by what may stand there. */
const TOKEN =
  /[ \t\n\r\v]+|\/\*[^]*?\*\/|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|\?\?|\?:|:=|\*\*|\/(?!\*)|[.[\]{}(),@#;:?+\-*%|=<>^&!~]|(?!["'`])[^ \t\n\r\v.[\]{}(),@#;:?+\-*/%|=<>^&!~]+/y;
const NOTHING = /^([ \t\n\r\v]|\/\*)/;
const OPERATOR = /^([.,@#;:?+\-*/%|=<>^&!~]|:=|\?[?:]|\*\*|and|or|in)$/;
export const OPENS = /^[([{]$/;
export const CLOSES = /^[)\]}]$/;
/** Wildcards, the parent, and fields called like operators. */
const MAY_BE_OPERAND = /^(\*\*?|%|and|or|in)$/;

/** From `from` on; ends where JSONata would find no token. */
export function* tokensOf(source: string, from = 0): Generator<{ token: string; end: number }> {
  let end = from;
  let wantsOperand = true;
  while (end < source.length) {
    const token = tokenAt(source, end, wantsOperand);
    if (token === undefined) return;
    end += token.length;
    if (NOTHING.test(token)) continue;
    yield { token, end };
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
