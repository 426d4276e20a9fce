import type { DocumentEvent } from '../contracts/webhook-choices';
import type { TellsOf } from './document-mark';

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

/** Of a type with drafts: whether the events of an action tell of the draft, of what is published, or of both. */
export function tellsOf(action: WriteAction, { status }: { status?: string }): TellsOf {
  switch (action) {
    case 'delete':
      return () => true;
    case 'publish':
    case 'unpublish':
      return ({ publishedAt }) => publishedAt !== null;
    case 'clone':
    case 'discardDraft':
      return ({ publishedAt }) => publishedAt === null;
    case 'create':
    case 'update':
      return ({ publishedAt }) => publishedAt === null || status === 'published';
  }
}

/** Publishing and discarding replace the rows of one version by copies of the other. */
export function replaces(action: WriteAction): boolean {
  return action === 'publish' || action === 'discardDraft';
}
