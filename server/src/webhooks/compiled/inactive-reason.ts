import type { WebhookRegistry } from '../registry/registry';

export const DELETED = 'The webhook was deleted';
export const DISABLED = 'The webhook was disabled';

/** The reason a webhook's queue is obsolete; null if its deliveries will be sent, now or later. */
export function inactiveReason(
  registry: Pick<WebhookRegistry, 'stateOf'>,
  documentId: string,
): string | null {
  const state = registry.stateOf(documentId);
  if (state === undefined) return DELETED;
  return state === 'disabled' ? DISABLED : null;
}
