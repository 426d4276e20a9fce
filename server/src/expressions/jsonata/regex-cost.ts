/**
 * Estimates the cost of compiling a regular expression from its text, in linear time. RE2JS
 * unrolls repetitions, so `(a{100}){10}` becomes a thousand steps, and it builds classes range by
 * range. One unit is one step of the program or one character read, a few microseconds
 * (`tests/unit/expressions/regex-cost` measures the most expensive patterns).
 */
export function regexCost(pattern: string, ignoreCase: boolean): number {
  const folds = ignoreCase || FOLDING_GROUP.test(pattern);
  const outer: Group = { size: 0, last: 0 };
  const open = [outer];
  let read = 0;
  for (const [token] of pattern.matchAll(TOKEN)) {
    const group = open.at(-1) ?? outer;
    const count = repetition(token);
    if (count) {
      repeat(group, count);
      read += token.length;
    } else if (OPENS_GROUP.test(token)) {
      open.push({ size: 0, last: 0 });
      read += token.length;
    } else if (token === ')') {
      if (open.length > 1) open.pop();
      add(open.at(-1) ?? outer, group.size + CAPTURE);
      read += 1;
    } else {
      const { size, cost } = atom(token, folds);
      add(group, size);
      read += cost;
    }
  }
  const size = open.reduce((sum, group) => sum + group.size, 0);
  return Math.ceil(size + read);
}

interface Group {
  /** Steps of the program. */
  size: number;
  /** Steps of the last item, which a repetition applies to. */
  last: number;
}

interface Repetition {
  copies: number;
  /** Optional copies; each adds one step. */
  optional: number;
}

const CAPTURE = 2;
/** Ranges of a Unicode class such as `\p{L}`, merged into the others. */
const UNICODE_CLASS = 70;
const NAMED_CLASS = 12;
/** Case folding visits each character of a range. */
const FOLDED_A_UNIT = 80;
/** The range of characters that have a case: `MIN_FOLD` and `MAX_FOLD` in RE2JS. */
const FOLDABLE = [0x41, 0x1e943] as const;

/** Matches `(?i)` and `(?m-i:`, but not `(?<i>`. */
const FOLDING_GROUP = /\(\?[a-zA-Z]*i/;
const OPENS_GROUP = /^\((?:$|\?P?<|\?.*:$)/;
const CLASS_ITEM = String.raw`\[:\^?\w+:\]|\\[pP]\{[^}]*\}|\\x\{[^}]*\}|\\x[\da-fA-F]{2}|\\[^]|[^\]\\]`;
const TOKEN = new RegExp(
  [
    String.raw`\\Q[^]*?(?:\\E|$)`,
    String.raw`\\[pP]\{[^}]*\}`,
    String.raw`\\[pP][^]`,
    String.raw`\\x\{[^}]*\}`,
    String.raw`\\[^]`,
    String.raw`\[\^?\]?(?:${CLASS_ITEM})*\]?`,
    String.raw`\(\?P?<[^>]*>`,
    String.raw`\(\?[a-zA-Z-]*[:)]`,
    String.raw`\{\d+(?:,\d*)?\}\??`,
    '[*+?]\\??',
    '[^]',
  ].join('|'),
  'gu',
);

function repetition(token: string): Repetition | null {
  if (/^[*+?]\??$/.test(token)) return { copies: 1, optional: 1 };
  const [, least, comma, most] = /^\{(\d+)(,(\d*))?\}\??$/.exec(token) ?? [];
  if (least === undefined) return null;
  const from = Number(least);
  const to = comma === undefined || most === '' ? from : Number(most);
  return { copies: Math.max(from, to, 1), optional: Math.max(to - from, 0) + 1 };
}

function repeat(group: Group, { copies, optional }: Repetition): void {
  const repeated = Math.max(group.last, 1) * copies + optional;
  group.size += repeated - group.last;
  group.last = repeated;
}

function add(group: Group, size: number): void {
  group.size += size;
  group.last = size;
}

/** The steps of a token, added at each repetition, and the one-time cost of reading it. */
function atom(token: string, folds: boolean): { size: number; cost: number } {
  if (token.startsWith('\\Q')) return { size: token.length, cost: 2 * token.length };
  if (token.length > 1 && token.startsWith('[')) {
    return { size: 1, cost: token.length + classCost(token, folds) };
  }
  if (/^\\[pP]./u.test(token)) return { size: 1, cost: UNICODE_CLASS + token.length };
  if (/^\\[dDwWsS]$/.test(token)) return { size: 1, cost: NAMED_CLASS };
  return { size: 1, cost: token.length + Number(folds) };
}

const ITEM = new RegExp(CLASS_ITEM, 'gu');

function classCost(token: string, folds: boolean): number {
  const items = token.replace(/^\[\^?/, '').match(ITEM) ?? [];
  let cost = 0;
  items.forEach((item, at) => {
    if (/^\\[pP]./u.test(item)) cost += UNICODE_CLASS;
    else if (/^(\\[dDwWsS]|\[:.*)$/.test(item)) cost += NAMED_CLASS;
    else cost += 1;
    if (folds && item === '-') cost += foldCost(items[at - 1], items[at + 1]);
  });
  return cost;
}

/** The cost of folding a range. Unknown bounds count as the widest range. */
function foldCost(from: string | undefined, to: string | undefined): number {
  const [first, last] = FOLDABLE;
  const low = Math.max(toCharCode(from) ?? first, first);
  const high = Math.min(toCharCode(to) ?? last, last);
  return Math.max(high - low, 0) / FOLDED_A_UNIT;
}

function toCharCode(item: string | undefined): number | null {
  if (item === undefined) return null;
  const hex = /^\\x\{?([\da-fA-F]+)\}?$/.exec(item)?.[1];
  if (hex !== undefined) return parseInt(hex, 16);
  return item.startsWith('\\') ? null : (item.codePointAt(0) ?? null);
}
