/** Headers that the plugin or the connection sets. */
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

/** True if users cannot set this header, in any letter case. `webhook-*` belongs to the plugin. */
export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED.has(lower) || lower.startsWith('webhook-');
}
