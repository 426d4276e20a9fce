import { BLOCKED } from './address-guard';
import { failed, type AttemptOutcome } from './attempt-outcome';

/** Sorts what undici and Node throw into the outcomes of the log, with words for whoever reads it. */
export function outcomeOfError(error: unknown): AttemptOutcome {
  const { code, message } = rootOf(error);
  if (code === BLOCKED) return failed('blocked', message);
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    return failed('dns-error', `The host name does not resolve (${code})`);
  }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return failed('timeout', `No connection (${code})`);
  }
  if (code === 'UND_ERR_SOCKET' && message === 'other side closed') {
    return failed('connection-error', 'The receiver closed the connection');
  }
  if (TLS_CODE.test(code)) return failed('tls-error', `TLS failed: ${message}`);
  return failed('connection-error', code ? `${WORDS[code] ?? message} (${code})` : message);
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'The receiver refused the connection',
  ECONNRESET: 'The receiver reset the connection',
  EPIPE: 'The receiver closed the connection',
  EHOSTUNREACH: 'The receiver cannot be reached',
  ENETUNREACH: 'The network of the receiver cannot be reached',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the response are too large',
};

/** Beside Node's own, OpenSSL's X509_V_ERR_ of a certificate, without that prefix. */
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERROR_IN_)|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|EPROTO)$/;

interface CodedError {
  code: string;
  message: string;
}

/** The innermost cause that has a code; of several addresses tried, the last. */
function rootOf(error: unknown): CodedError {
  const { code, message, cause, errors } = error as Partial<CodedError> & {
    cause?: unknown;
    errors?: unknown[];
  };
  const inner = errors?.at(-1) ?? cause;
  const root = inner === undefined ? undefined : rootOf(inner);
  if (root && root.code !== '') return root;
  return { code: code ?? '', message: message ?? String(error) };
}
