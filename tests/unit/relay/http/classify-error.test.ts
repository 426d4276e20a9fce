import { classifyError } from '../../../../server/src/relay/http/classify-error';

/** As OpenSSL writes it. */
const RAW =
  '80FC:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../record.c:355:';

function coded(code: string, message = RAW): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  ['ENOTFOUND', 'dns-error'],
  ['EAI_AGAIN', 'dns-error'],
  ['EAI_FAIL', 'dns-error'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['ECONNREFUSED', 'connection-error'],
  ['ECONNRESET', 'connection-error'],
  ['EPIPE', 'connection-error'],
  ['UND_ERR_SOCKET', 'connection-error'],
  ['HPE_HEADER_OVERFLOW', 'connection-error'],
  ['HPE_INVALID_CONSTANT', 'connection-error'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls-error'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-error'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-error'],
  ['CERT_HAS_EXPIRED', 'tls-error'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-error'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-error'],
  ['EPROTO', 'tls-error'],
  ['INVALID_CA', 'tls-error'],
  ['INVALID_PURPOSE', 'tls-error'],
  ['PATH_LENGTH_EXCEEDED', 'tls-error'],
  ['HOSTNAME_MISMATCH', 'tls-error'],
  ['CRL_HAS_EXPIRED', 'tls-error'],
  ['ERROR_IN_CERT_NOT_AFTER_FIELD', 'tls-error'],
])('%s is a %s', (code, kind) => {
  const outcome = classifyError(coded(code));

  expect(outcome).toMatchObject({ kind, statusCode: null, responseBody: null });
  const shown = code === 'EPROTO' ? 'ERR_SSL_WRONG_VERSION_NUMBER' : code;
  expect(outcome.error).toMatch(new RegExp(`\\(${shown}\\)$`));
  if (kind === 'tls-error') expect(outcome.error).not.toMatch(/SSL routines|wrong version number/);
});

test('the cause counts, not the wrapper', () => {
  const wrapped = new TypeError('fetch failed', { cause: coded('ENOTFOUND') });

  expect(classifyError(wrapped).kind).toBe('dns-error');
});

test('of several addresses tried, the last counts', () => {
  const all = new AggregateError([coded('EHOSTUNREACH'), coded('ECONNREFUSED')]);

  expect(classifyError(all).error).toContain('ECONNREFUSED');
});

test.each([
  [new Error('plain'), 'plain'],
  ['a string', 'a string'],
])('something without a code keeps its words', (error, words) => {
  expect(classifyError(error)).toMatchObject({ kind: 'connection-error', error: words });
});
