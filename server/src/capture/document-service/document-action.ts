import type { DocumentEvent } from '../../contracts/webhook-choices';

/** The actions of the Document Service that write, with the events each can come to. */
const EVENTS_BY_ACTION = {
  create: ['entry.create', 'entry.publish'],
  // `update` of a locale that does not exist yet creates it.
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
  /** Undefined where the action gives a new document its id. */
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

/** Publishing and discarding replace the rows of one version by copies of the other. */
export function replaces(action: WriteAction): boolean {
  return action === 'publish' || action === 'discardDraft';
}
