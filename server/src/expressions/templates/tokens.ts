/**
 * Matches tokens like JSONata's tokenizer, which rejects unterminated comments and strings. The
 * position in the expression distinguishes a regular expression from a division.
 */
const TOKEN =
  /[ \t\n\r\v]+|\/\*[^]*?\*\/|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|\?\?|\?:|:=|\*\*|\/(?!\*)|[.[\]{}(),@#;:?+\-*%|=<>^&!~]|(?!["'`])[^ \t\n\r\v.[\]{}(),@#;:?+\-*/%|=<>^&!~]+/y;
const SKIPPED = /^([ \t\n\r\v]|\/\*)/;
const OPERATOR = /^([.,@#;:?+\-*/%|=<>^&!~]|:=|\?[?:]|\*\*|and|or|in)$/;
export const OPENS = /^[([{]$/;
export const CLOSES = /^[)\]}]$/;
/** Wildcards, the parent operator, and fields named like operators. */
const MAY_BE_OPERAND = /^(\*\*?|%|and|or|in)$/;

/** Yields the tokens from `from` on. Stops where JSONata would find no token. */
export function* tokensOf(source: string, from = 0): Generator<{ token: string; end: number }> {
  let end = from;
  let wantsOperand = true;
  while (end < source.length) {
    const token = tokenAt(source, end, wantsOperand);
    if (token === undefined) return;
    end += token.length;
    if (SKIPPED.test(token)) continue;
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
