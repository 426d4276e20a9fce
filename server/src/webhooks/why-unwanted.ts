import type { WebhookRegistry } from './registry';

/** Why a webhook's queue is for nobody any more; null where it is to be sent, if only later. */
export function whyUnwanted(
  registry: Pick<WebhookRegistry, 'stateOf'>,
  documentId: string,
): string | null {
  const state = registry.stateOf(documentId);
  if (state === undefined) return 'The webhook was deleted';
  return state === 'disabled' ? 'The webhook was disabled' : null;
}
