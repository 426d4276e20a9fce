import type { WebhookRegistry } from '../registry/registry';

export const DELETED = 'The webhook was deleted';
export const DISABLED = 'The webhook was disabled';

/** Why a webhook's queue is for nobody any more; null where it is to be sent, if only later. */
export function inactiveReason(
  registry: Pick<WebhookRegistry, 'stateOf'>,
  documentId: string,
): string | null {
  const state = registry.stateOf(documentId);
  if (state === undefined) return DELETED;
  return state === 'disabled' ? DISABLED : null;
}
