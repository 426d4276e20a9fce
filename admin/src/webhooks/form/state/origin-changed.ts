import { splitUrl } from '../../list/split-url';

const HTTP = 'http://';

/**
 * Whether another receiver, or one without TLS, would get what is secret. For the form to say in time
 * what the server will ask for: the server judges when the webhook is saved.
 */
export function originDiffers(before: string, after: string): boolean {
  if (before.trim() === after.trim()) return false;
  const [from, to] = [hostOf(before), hostOf(after)];
  if (from.includes('{{') || to.includes('{{')) return true;
  const gainsTls = from === HTTP + to;
  return from !== to && !gainsTls;
}

function hostOf(url: string): string {
  return splitUrl(url).host.toLowerCase();
}
