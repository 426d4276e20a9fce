/**
 * Why an expression gave no value. `syntax`: it can never work, and saving it should be refused.
 * `evaluation`: it failed on this input. `limit`: a value became too large. `time`: its time ran out, and
 * trying again may help. `unavailable`: nothing could evaluate it now. `cancelled`: nobody waits for it.
 */
export type ExpressionErrorKind =
  'syntax' | 'evaluation' | 'limit' | 'time' | 'unavailable' | 'cancelled';

/** What went wrong, in the words of whoever threw it. */
export function messageOf(error: unknown): string {
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
    `It ran for more than ${Math.round(ms).toLocaleString('en')} ms, the setting ${setting}`,
  );
export const cancelledError = () => new ExpressionError('cancelled', 'It was cancelled');
export const evaluationError = (message: string) => new ExpressionError('evaluation', message);

/** Stack, range and sequence, as JSONata numbers them. */
const LIMIT_CODES = ['D1011', 'D2014', 'D2015'];
/** What V8 says when the stack or the longest possible string or array is exceeded. */
const ENGINE_LIMIT = /call stack|invalid (string|array) length/i;
/** Messages quote values, which may be a whole document. */
const LONGEST_MESSAGE = 300;

/** Whether trying again later may help: the rule and the document are not to blame. */
export function isTemporary(error: unknown): boolean {
  return error instanceof ExpressionError && TEMPORARY.includes(error.kind);
}

/** Whether a worker thread may come further: it has more time, and may make larger values. */
export function mayPassInWorker(error: unknown): boolean {
  return isTemporary(error) || (error instanceof ExpressionError && error.kind === 'limit');
}

const TEMPORARY: ExpressionErrorKind[] = ['time', 'unavailable', 'cancelled'];

/** JSONata throws plain objects, and its natives throw what JavaScript throws: all become one class. */
export function asExpressionError(thrown: unknown, stage: 'syntax' | 'evaluation') {
  if (thrown instanceof ExpressionError) return thrown;
  const { code, message, position, token } = thrown as Record<string, unknown>;
  const isLimit =
    LIMIT_CODES.includes(String(code)) ||
    (thrown instanceof RangeError && ENGINE_LIMIT.test(thrown.message));
  // T1006 does not say which of the names is no function.
  const name = code === 'T1006' && typeof token === 'string' ? ` ($${token})` : '';
  const place = typeof position === 'number' ? `, at character ${position}` : '';
  const text = typeof message === 'string' ? message : 'The expression failed';
  return new ExpressionError(isLimit ? 'limit' : stage, `${shorten(text)}${name}${place}`);
}

function shorten(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}
