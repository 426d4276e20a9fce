/** Set for every request, or owned by the connection. */
const RESERVED = new Set([
  'user-agent',
  'host',
  'content-length',
  'connection',
  'proxy-authorization',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);

/** Whether a header cannot be given by a user, in any letter case: `webhook-*` is the plugin's. */
export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED.has(lower) || lower.startsWith('webhook-');
}
