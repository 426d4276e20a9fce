import { BLOCKED } from './address-guard';
import { type AttemptOutcome, failed } from './attempt-outcome';
import type { WatchedConnection } from './receiver-pool';
import { CERTIFICATE_ASKED, tlsProblemOf } from './tls-problems';

/** Converts errors of undici and Node into outcomes with a message for the reader of the log. */
export function classifyError(
  error: unknown,
  connection: WatchedConnection | null = null,
): AttemptOutcome {
  const { code, message } = rootCause(error);
  const tlsProblem = tlsProblemOf(code, message);
  if (tlsProblem !== null) return failed('tls-error', tlsProblem);
  if (wasReset(code) && connection && refusedAfterHandshake(connection)) {
    return failed('tls-error', CERTIFICATE_ASKED);
  }
  if (code === BLOCKED) return failed('blocked', message);
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    return failed('dns-error', `The host name cannot be resolved. Check the URL (${code})`);
  }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return failed('timeout', `No connection (${code})`);
  }
  if (code === 'UND_ERR_SOCKET' && message === 'other side closed') {
    return failed('connection-error', 'The receiver closed the connection');
  }
  const known = MESSAGES[code] ?? (isInvalidHttp(code, message) ? INVALID_HTTP : message);
  return failed('connection-error', code ? `${known} (${code})` : known);
}

const RESETS = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']);

/** Whether the receiver closed the connection without another error. */
export function wasReset(code: string | undefined): boolean {
  return code !== undefined && RESETS.has(code);
}

const INVALID_HTTP =
  'The response is not valid HTTP. Check that the URL is the address of an HTTP server';

/** True for errors of undici's parser, and for a response that switches to another protocol. */
function isInvalidHttp(code: string, message: string): boolean {
  return (
    code.startsWith('HPE_') ||
    message.startsWith('Response does not match the HTTP/1.1 protocol') ||
    message === 'bad upgrade'
  );
}

function refusedAfterHandshake(connection: WatchedConnection): boolean {
  const { asksForCertificate, isReused, hasAnswered } = connection;
  return asksForCertificate && !isReused() && !hasAnswered();
}

const MESSAGES: Record<string, string> = {
  ECONNREFUSED: 'The receiver refused the connection',
  ECONNRESET: 'The receiver reset the connection',
  EPIPE: 'The receiver closed the connection',
  EHOSTUNREACH: 'The receiver cannot be reached',
  ENETUNREACH: 'The network of the receiver cannot be reached',
  HPE_HEADER_OVERFLOW: 'The headers of the response are too large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The length of the response differs from its Content-Length',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the response are too large',
};

interface CodedError {
  code: string;
  message: string;
}

/** The innermost cause with a code; the last one if several addresses were tried. */
function rootCause(error: unknown): CodedError {
  const { code, message, cause, errors } = error as Partial<CodedError> & {
    cause?: unknown;
    errors?: unknown[];
  };
  const inner = errors?.at(-1) ?? cause;
  const root = inner === undefined ? undefined : rootCause(inner);
  if (root && root.code !== '') return root;
  return { code: code ?? '', message: message ?? String(error) };
}
