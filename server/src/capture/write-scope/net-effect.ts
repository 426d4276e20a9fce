import type { DocumentEvent } from '../../contracts/webhook-choices';
import type { ActionCall } from '../document-service/document-action';
import { textKey, type RowIdentity } from '../query-engine/row-identity';
import type { RowWrite } from './write-scope';

/**
 * The net effect of a scope: which events its row writes come to, by what is there when it ends. Pure: it
 * knows the writes and the rows that are left of them.
 *
 * - Rows are the evidence. An action names the event only of rows that it wrote itself; a middleware
 *   further in may have done something else instead of it.
 * - A row that no action explains is a create, an update or a delete by whether it was there before and is
 *   there now. What was not there before and is not there now causes nothing.
 * - One event for each document, locale and event, at the place of its last write. An action's version
 *   goes before a query's, and the published one before the draft.
 */
export type DocumentStatus = 'draft' | 'published' | null;

/** What became of one document in one locale. */
export interface NetChange {
  event: DocumentEvent;
  /** The row that the event tells of, as it is now, or was. */
  row: RowIdentity;
  /** Its place in the scope. */
  at: number;
  newDocument: boolean;
}

/** Takes the writes of one content type; `now` holds those of their rows that are left. */
export function netEffect(
  writes: readonly Resolved[],
  now: ReadonlyMap<number, RowIdentity>,
): NetChange[] {
  const texts = new Map<string, Resolved[]>();
  for (const write of writes) {
    const key = textKey(write.identity);
    texts.set(key, [...(texts.get(key) ?? []), write]);
  }
  return [...texts.values()].flatMap((ofText) => effectOnText(ofText, now));
}

/** A write whose row is known. */
export type Resolved = Pick<RowWrite, 'kind' | 'id' | 'action' | 'at' | 'newDocument'> & {
  identity: RowIdentity;
};

interface Told extends NetChange {
  byAction: boolean;
}

function effectOnText(writes: Resolved[], now: ReadonlyMap<number, RowIdentity>): NetChange[] {
  const text = textOf(writes, now);
  const explained = new Set<Resolved>();
  const told: Told[] = [];
  for (const [action, own] of byAction(writes)) {
    const { happened, changes } = effectOfAction(action, own, text);
    if (happened) for (const write of own) explained.add(write);
    told.push(...changes.map((change) => ({ ...change, byAction: true })));
  }
  const statuses = new Set(told.map(({ row }) => row.status));
  const rest = writes.filter((write) => !explained.has(write));
  for (const id of new Set(rest.map((write) => write.id))) {
    const change = effectOnRow(
      { all: writes.filter((it) => it.id === id), rest: rest.filter((it) => it.id === id) },
      { text, explained },
    );
    const isTold = change && change.event !== 'entry.delete' && statuses.has(change.row.status);
    if (change && !isTold) told.push({ ...change, byAction: false });
  }
  return merged(told);
}

/** What was there of a document in one locale before the scope, and what is now. */
interface Text {
  was(status: DocumentStatus): boolean;
  is(status: DocumentStatus): RowIdentity | undefined;
  existed(id: number): boolean;
  now: ReadonlyMap<number, RowIdentity>;
}

function textOf(writes: Resolved[], now: ReadonlyMap<number, RowIdentity>): Text {
  const firsts = new Map<number, Resolved>();
  for (const write of writes) if (!firsts.has(write.id)) firsts.set(write.id, write);
  const rows = [...firsts.values()];
  return {
    was: (status) =>
      rows.some(({ kind, identity }) => kind !== 'create' && identity.status === status),
    is: (status) =>
      rows.flatMap(({ id }) => now.get(id) ?? []).find((row) => row.status === status),
    existed: (id) => firsts.get(id)?.kind !== 'create',
    now,
  };
}

/** What each action wrote of its own document. */
function byAction(writes: Resolved[]): Map<ActionCall, Resolved[]> {
  const groups = new Map<ActionCall, Resolved[]>();
  for (const write of writes) {
    const { action, identity } = write;
    if (!action) continue;
    if (action.documentId !== undefined && action.documentId !== identity.documentId) continue;
    groups.set(action, [...(groups.get(action) ?? []), write]);
  }
  return groups;
}

interface Effect {
  /** Whether the action wrote what it writes by itself. */
  happened: boolean;
  changes: NetChange[];
}

function effectOfAction({ action, status }: ActionCall, own: Resolved[], text: Text): Effect {
  const draft = own.some(({ identity }) => identity.status === null) ? null : 'draft';
  const last = (of: DocumentStatus, ...kinds: Resolved['kind'][]) =>
    own.findLast(({ kind, identity }) => kinds.includes(kind) && identity.status === of);
  const there = (event: DocumentEvent, by: Resolved | undefined): NetChange[] => {
    const row = by && text.is(by.identity.status);
    return row ? [{ event, row, at: by.at, newDocument: by.newDocument }] : [];
  };
  const gone = (event: DocumentEvent, by: Resolved | undefined): NetChange[] =>
    by && text.existed(by.id) && !text.is(by.identity.status)
      ? [{ event, row: by.identity, at: by.at, newDocument: false }]
      : [];

  const published = last('published', 'create');
  switch (action) {
    case 'create':
    case 'clone': {
      const created = last(draft, 'create');
      const changes = there('entry.create', created);
      if (created && published) changes.push(...there('entry.publish', published));
      return { happened: created !== undefined, changes };
    }
    case 'update': {
      const written = last(draft, 'create', 'update');
      const isNew = last(draft, 'create') !== undefined;
      const changes = there(isNew ? 'entry.create' : 'entry.update', written);
      if (written && published && status === 'published') {
        changes.push(...there('entry.publish', published));
      }
      return { happened: written !== undefined, changes };
    }
    case 'publish':
    case 'discardDraft': {
      const version = action === 'publish' ? 'published' : 'draft';
      const event = action === 'publish' ? 'entry.publish' : 'entry.draft-discard';
      const deleted = last(version, 'delete');
      const written = last(version, 'create');
      const changes = there(event, written);
      if (changes.length === 0) changes.push(...gone('entry.delete', deleted));
      return { happened: (written ?? deleted) !== undefined, changes };
    }
    case 'unpublish': {
      const deleted = last('published', 'delete');
      return { happened: deleted !== undefined, changes: gone('entry.unpublish', deleted) };
    }
    case 'delete': {
      const deleted = own.filter(({ kind }) => kind === 'delete');
      return {
        happened: deleted.length > 0,
        changes: deleted.flatMap((write) => gone('entry.delete', write)),
      };
    }
  }
}

/** What became of a row that hooks or queries wrote. */
function effectOnRow(
  { all, rest }: { all: Resolved[]; rest: Resolved[] },
  { text, explained }: { text: Text; explained: ReadonlySet<Resolved> },
): NetChange | null {
  const last = rest.at(-1);
  if (!last) return null;
  const { id, at, identity } = last;
  const existed = text.existed(id);
  const row = text.now.get(id);
  const newDocument = rest.some((write) => write.newDocument);
  if (row) {
    const isNew = !existed && !text.was(row.status);
    return { event: isNew ? 'entry.create' : 'entry.update', row, at, newDocument };
  }
  const deleted = all.findLast(({ kind }) => kind === 'delete');
  if (!existed || (deleted && explained.has(deleted))) return null;
  const successor = text.is(identity.status);
  return successor
    ? { event: 'entry.update', row: successor, at, newDocument: false }
    : { event: 'entry.delete', row: identity, at, newDocument: false };
}

function merged(told: Told[]): NetChange[] {
  const byEvent = new Map<DocumentEvent, Told>();
  for (const change of told) {
    const other = byEvent.get(change.event);
    const speaker = other && weight(other) > weight(change) ? other : change;
    const at = Math.max(change.at, other?.at ?? change.at);
    byEvent.set(change.event, { ...speaker, at });
  }
  return [...byEvent.values()].map(({ event, row, at, newDocument }) => ({
    event,
    row,
    at,
    newDocument,
  }));
}

function weight({ byAction, row }: Told): number {
  return (byAction ? 2 : 0) + (row.status === 'published' ? 1 : 0);
}
