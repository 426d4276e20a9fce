/**
 * The kind of failure. `syntax`: the expression is invalid and must not be saved. `evaluation`: it
 * failed on this input. `limit`: a value became too large. `time`: it ran out of time; a retry can
 * help. `unavailable`: no worker could evaluate it. `cancelled`: the caller cancelled it.
 */
export type ExpressionErrorKind =
  'syntax' | 'evaluation' | 'limit' | 'time' | 'unavailable' | 'cancelled';

/** The message of any thrown value. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export class ExpressionError extends Error {
  readonly kind: ExpressionErrorKind;

  constructor(kind: ExpressionErrorKind, message: string) {
    super(message);
    this.name = 'ExpressionError';
    this.kind = kind;
  }
}

export const limitError = (message: string) => new ExpressionError('limit', message);
export const timeError = ({ ms, setting }: { ms: number; setting: string }) =>
  new ExpressionError(
    'time',
    `The expression ran longer than ${Math.round(ms).toLocaleString('en')} ms, the limit in ${setting}`,
  );
export const cancelledError = () =>
  new ExpressionError('cancelled', 'The evaluation was cancelled');
export const evaluationError = (message: string) => new ExpressionError('evaluation', message);

/** JSONata's error codes for stack, range and sequence limits. */
const LIMIT_CODES = ['D1011', 'D2014', 'D2015'];
/** The stack of Node.js holds some 1,000 levels; how many depends on the expression and on the caller. */
const TOO_DEEP =
  'The expression is nested too deeply: the maximum is about 1,000 levels. Each bracket, each function call and each operator of a chain such as "a or b or c" is a level. Use "doc.field in [...]" instead of a chain, or split it over several webhooks';

/** Messages for V8's errors when the stack, or the maximum length of a string or list, is exceeded. */
const ENGINE_LIMITS: readonly [RegExp, string][] = [
  [/call stack/i, TOO_DEEP],
  [/invalid string length/i, 'A text is too long to be held in memory. Shorten what it is made of'],
  [/invalid array length/i, 'A list is too long to be held in memory. Filter it first'],
];
/** Messages quote values, which can be a whole document. */
const LONGEST_MESSAGE = 300;

/** True if a retry can help: the rule and the document are not the cause. */
export function isTemporary(error: unknown): boolean {
  return error instanceof ExpressionError && TEMPORARY.includes(error.kind);
}

/** True if a worker thread can succeed: it has more time and higher limits. */
export function mayPassInWorker(error: unknown): boolean {
  return isTemporary(error) || (error instanceof ExpressionError && error.kind === 'limit');
}

const TEMPORARY: ExpressionErrorKind[] = ['time', 'unavailable', 'cancelled'];

/**
 * Converts any thrown value to an `ExpressionError`. JSONata throws plain objects; native
 * functions throw JavaScript errors.
 */
export function asExpressionError(thrown: unknown, stage: 'syntax' | 'evaluation') {
  if (thrown instanceof ExpressionError) return thrown;
  const engineLimit = engineLimitOf(thrown);
  if (engineLimit !== undefined) return limitError(engineLimit);
  const { code, message, position, token } = thrown as Record<string, unknown>;
  const isLimit = LIMIT_CODES.includes(String(code));
  // JSONata's error T1006 does not name the undefined function.
  const name = code === 'T1006' && typeof token === 'string' ? ` ($${token})` : '';
  const place = typeof position === 'number' ? `, at character ${position}` : '';
  const text = typeof message === 'string' ? message : 'The expression failed';
  return new ExpressionError(isLimit ? 'limit' : stage, `${shorten(text)}${name}${place}`);
}

function engineLimitOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof RangeError)) return undefined;
  return ENGINE_LIMITS.find(([pattern]) => pattern.test(thrown.message))?.[1];
}

function shorten(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}
