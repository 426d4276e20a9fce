import type { DocumentEvent } from '../../contracts/webhook-choices';

/** Write actions of the Document Service, with the events that each can cause. */
const EVENTS_BY_ACTION = {
  create: ['entry.create', 'entry.publish'],
  // `update` creates a locale that does not exist yet.
  update: ['entry.update', 'entry.create', 'entry.publish'],
  clone: ['entry.create'],
  delete: ['entry.delete'],
  publish: ['entry.publish'],
  unpublish: ['entry.unpublish'],
  discardDraft: ['entry.draft-discard'],
} as const satisfies Record<string, readonly DocumentEvent[]>;

export type WriteAction = keyof typeof EVENTS_BY_ACTION;

/** One call of a document action. */
export interface ActionCall {
  uid: string;
  action: WriteAction;
  /** Undefined if the action creates the document. */
  documentId: string | undefined;
  locale: unknown;
  status: string | undefined;
}

interface ActionParams {
  documentId?: string;
  locale?: unknown;
  status?: string;
}

export function isWriteAction(action: string): action is WriteAction {
  return Object.hasOwn(EVENTS_BY_ACTION, action);
}

export function eventsByAction(action: WriteAction): readonly DocumentEvent[] {
  return EVENTS_BY_ACTION[action];
}

export function actionCall(uid: string, action: WriteAction, params: ActionParams): ActionCall {
  const { documentId, locale, status } = params;
  const isNew = action === 'create' || action === 'clone';
  return { uid, action, documentId: isNew ? undefined : documentId, locale, status };
}

/** True for actions that replace the rows of one version with copies of the other. */
export function replaces(action: WriteAction): boolean {
  return action === 'publish' || action === 'discardDraft';
}
