const NAME_CA = 'A developer can name its CA as `ca` in `network.tls`.';
const RENEW = 'Its operator must replace it.';
const CLIENT_CERTIFICATE =
  'A developer can give one as `cert` and `key` in `network.tls`, or replace the one that is there.';
const UNTRUSTED = `The receiver’s certificate is from a CA that is not trusted. ${NAME_CA}`;
const OTHER_HOST = `The receiver’s certificate is for another host name. Call the host that it names, or have it replaced.`;
const TOO_WEAK =
  'The receiver’s certificate or key is too weak to be trusted. Its operator must replace it.';
const NO_COMMON_VERSION =
  'The receiver and this server have no TLS version in common. Its operator must allow TLS 1.2 or 1.3.';
const REFUSED_CERTIFICATE = `The receiver refused the client certificate. ${CLIENT_CERTIFICATE}`;

/**
 * Messages by Node's error codes: OpenSSL's X509_V_ERR_ codes of certificates without that prefix, and
 * ERR_SSL_ with OpenSSL's reason.
 */
const PROBLEMS: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The receiver’s certificate is self-signed and not trusted. A developer can name it as `ca` in `network.tls`.',
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_UNTRUSTED: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `The receiver’s certificate cannot be traced to a trusted CA: its CA is unknown, or the receiver does not send its intermediate certificates. ${NAME_CA}`,
  CERT_HAS_EXPIRED: `A certificate of the receiver has expired. ${RENEW}`,
  CERT_NOT_YET_VALID:
    'A certificate of the receiver is not valid yet. Check it, and the clock of this server.',
  CERT_REVOKED: `The receiver’s certificate was revoked. ${RENEW}`,
  CERT_REJECTED: `The receiver’s certificate may not be used for a server. ${RENEW}`,
  INVALID_PURPOSE: `The receiver’s certificate may not be used for a server. ${RENEW}`,
  INVALID_CA: `The receiver’s certificate was issued by one that is not a CA. ${RENEW}`,
  CERT_SIGNATURE_FAILURE: `The signature of the receiver’s certificate is wrong. ${RENEW}`,
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_HOST,
  HOSTNAME_MISMATCH: OTHER_HOST,
  ERR_SSL_EE_KEY_TOO_SMALL: TOO_WEAK,
  ERR_SSL_CA_KEY_TOO_SMALL: TOO_WEAK,
  ERR_SSL_CA_MD_TOO_WEAK: TOO_WEAK,
  ERR_SSL_DH_KEY_TOO_SMALL: TOO_WEAK,
  ERR_SSL_WRONG_VERSION_NUMBER:
    'The receiver does not speak TLS on this port. Call it by http://, or check the port.',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'The receiver does not speak TLS on this port. Call it by http://, or check the port.',
  ERR_SSL_UNSUPPORTED_PROTOCOL: NO_COMMON_VERSION,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: NO_COMMON_VERSION,
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'The receiver does not know this host name. Check the URL.',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: `The receiver refused the TLS handshake: it requires a client certificate, or has no cipher in common with this server. ${CLIENT_CERTIFICATE}`,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: `The receiver requires a client certificate. ${CLIENT_CERTIFICATE}`,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: REFUSED_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: REFUSED_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: REFUSED_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: REFUSED_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: REFUSED_CERTIFICATE,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: REFUSED_CERTIFICATE,
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: REFUSED_CERTIFICATE,
  ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR: REFUSED_CERTIFICATE,
};

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERROR_IN_)|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|EPROTO)$/;

/**
 * OpenSSL's reason in an error message: `…:error:0A00010B:SSL routines:ssl3_get_record:wrong version
 * number:…`.
 */
const REASON = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/i;

/** Message for a TLS error; null for other errors. OpenSSL's own messages are never shown. */
export function tlsProblemOf(code: string, message: string): string | null {
  if (message.includes('before secure TLS connection was established')) {
    return `The receiver closed the connection during the TLS handshake. It may require a client certificate, or refuse the one that it got, or speak no TLS on this port. ${CLIENT_CERTIFICATE} (${code})`;
  }
  if (!TLS_CODE.test(code)) return null;
  const reason = code === 'EPROTO' ? REASON.exec(message)?.[1] : undefined;
  const exact = reason ? `ERR_SSL_${reason.toUpperCase().replace(/\W+/g, '_')}` : code;
  const problem = PROBLEMS[exact];
  return problem ? `${problem} (${exact})` : `TLS with the receiver failed (${exact})`;
}

/**
 * With TLS 1.3 the handshake is complete for the client before the receiver rejects its certificate.
 */
export const CERTIFICATE_ASKED = `The receiver asked for a client certificate and then closed the connection: it requires one, or refused the one that it got. ${CLIENT_CERTIFICATE}`;
