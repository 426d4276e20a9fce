import { fixedHostUrl } from '../validation/attributes/url';

/**
 * True if the new URL sends secrets to a different receiver: another host or port, or no TLS. If
 * the host contains `{{ }}`, any change of the URL counts.
 */
export function originChanged(before: string, after: string): boolean {
  if (before.trim() === after.trim()) return false;
  const [from, to] = [fixedHostUrl(before.trim()), fixedHostUrl(after.trim())];
  if (!from || !to) return true;
  const removesTls = from.protocol === 'https:' && to.protocol !== 'https:';
  const addsTls = from.protocol === 'http:' && to.protocol === 'https:';
  if (removesTls) return true;
  // The default ports of the two schemes differ.
  return addsTls && from.port === '' && to.port === ''
    ? from.hostname !== to.hostname
    : from.host !== to.host;
}
