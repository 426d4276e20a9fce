import type { DocumentEvent } from '../contracts/webhook-choices';

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

export function isWriteAction(action: string): action is WriteAction {
  return Object.hasOwn(EVENTS_BY_ACTION, action);
}

export function eventsByAction(action: WriteAction): readonly DocumentEvent[] {
  return EVENTS_BY_ACTION[action];
}
