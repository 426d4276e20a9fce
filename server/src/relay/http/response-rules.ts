type Headers = Record<string, string | string[]>;

/** RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5: whatever their headers say. */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** Whether the receiver may send a body all the same. */
export function announcesBody(status: number, headers: Headers): boolean {
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined) return true;
  // Without a length undici takes a 205 to go on until the connection ends.
  return length === undefined ? status === 205 : length !== '0';
}

const RESETS = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']);

/** Whether the other side closed the connection, and nothing else went wrong. */
export function wasReset(code: string | undefined): boolean {
  return code !== undefined && RESETS.has(code);
}
