import { fixedHostUrl } from '../validation/attributes/url';

/**
 * Whether what is sent to the new URL reaches somebody else than what was sent to the old one: another
 * host or port, or the same without TLS. Where `{{ }}` stands in the host, any change of the URL may.
 */
export function originChanged(before: string, after: string): boolean {
  if (before.trim() === after.trim()) return false;
  const [from, to] = [fixedHostUrl(before.trim()), fixedHostUrl(after.trim())];
  if (!from || !to) return true;
  const losesTls = from.protocol === 'https:' && to.protocol !== 'https:';
  const gainsTls = from.protocol === 'http:' && to.protocol === 'https:';
  if (losesTls) return true;
  // Their usual ports differ.
  return gainsTls && from.port === '' && to.port === ''
    ? from.hostname !== to.hostname
    : from.host !== to.host;
}
