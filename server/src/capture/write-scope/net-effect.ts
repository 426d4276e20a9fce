import type { DocumentEvent } from '../../contracts/webhook-choices';
import type { ActionCall } from '../document-service/document-action';
import { localeKey, type DocumentStatus, type RowIdentity } from '../query-engine/row-identity';
import type { RowWrite } from './write-scope';

/** Net change of one document in one locale. */
export interface NetChange {
  event: DocumentEvent;
  /** The row of the event as it is now, or as it was if it was deleted. */
  row: RowIdentity;
  /** Position in the scope. */
  at: number;
  newDocument: boolean;
}

/**
 * The net effect of a scope: the events that its row writes cause, judged by the rows that remain when it
 * ends. A pure function (I10) of `writes`, those of one type, and `now`, their rows that still exist.
 *
 * - Rows are the evidence. An action names the event only of rows that it wrote itself, because an inner
 *   middleware may have done something else instead.
 * - Other writes are a create, an update or a delete, depending on whether the row existed before and
 *   exists now. A row that existed neither before nor now causes nothing.
 * - There is one event for each document, locale and event, at the position of its last write. The version
 *   that an action wrote wins over one that a query wrote, and the published version over the draft.
 */
export function netEffect(
  writes: readonly Resolved[],
  now: ReadonlyMap<number, RowIdentity>,
): NetChange[] {
  const byLocale = new Map<string, Resolved[]>();
  for (const write of writes) {
    const key = localeKey(write.identity);
    byLocale.set(key, [...(byLocale.get(key) ?? []), write]);
  }
  return [...byLocale.values()].flatMap((localeWrites) => effectOnLocale(localeWrites, now));
}

/** A write whose row identity is known. */
export type Resolved = Pick<RowWrite, 'kind' | 'id' | 'action' | 'at' | 'newDocument'> & {
  identity: RowIdentity;
};

type AttributedChange = NetChange & { byAction: boolean };

function effectOnLocale(writes: Resolved[], now: ReadonlyMap<number, RowIdentity>): NetChange[] {
  const state = localeState(writes, now);
  const explained = new Set<Resolved>();
  const found: AttributedChange[] = [];
  for (const [action, actionWrites] of byAction(writes)) {
    const { happened, changes } = effectOfAction(action, actionWrites, state);
    if (happened) for (const write of actionWrites) explained.add(write);
    found.push(...changes.map((change) => ({ ...change, byAction: true })));
  }
  const statuses = new Set(found.map(({ row }) => row.status));
  const rest = writes.filter((write) => !explained.has(write));
  for (const id of new Set(rest.map((write) => write.id))) {
    const change = effectOnRow(
      { all: writes.filter((it) => it.id === id), rest: rest.filter((it) => it.id === id) },
      { state, explained },
    );
    const isCovered = change && change.event !== 'entry.delete' && statuses.has(change.row.status);
    if (change && !isCovered) found.push({ ...change, byAction: false });
  }
  return mergeByEvent(found);
}

type LocaleState = ReturnType<typeof localeState>;

/** Versions of a document in one locale before the scope and now. */
function localeState(writes: Resolved[], now: ReadonlyMap<number, RowIdentity>) {
  const firsts = new Map<number, Resolved>();
  for (const write of writes) if (!firsts.has(write.id)) firsts.set(write.id, write);
  const rows = [...firsts.values()];
  return {
    existedAs: (status: DocumentStatus) =>
      rows.some(({ kind, identity }) => kind !== 'create' && identity.status === status),
    existsAs: (status: DocumentStatus) =>
      rows.flatMap(({ id }) => now.get(id) ?? []).find((row) => row.status === status),
    existed: (id: number) => firsts.get(id)?.kind !== 'create',
    now,
  };
}

/** Writes of each action to its own document. */
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
  /** Whether the action itself wrote rows. */
  happened: boolean;
  changes: NetChange[];
}

function effectOfAction(
  { action, status }: ActionCall,
  actionWrites: Resolved[],
  state: LocaleState,
): Effect {
  const draft = actionWrites.some(({ identity }) => identity.status === null) ? null : 'draft';
  const last = (of: DocumentStatus, ...kinds: Resolved['kind'][]) =>
    actionWrites.findLast(({ kind, identity }) => kinds.includes(kind) && identity.status === of);
  const present = (event: DocumentEvent, by: Resolved | undefined): NetChange[] => {
    const row = by && state.existsAs(by.identity.status);
    return row ? [{ event, row, at: by.at, newDocument: by.newDocument }] : [];
  };
  const removed = (event: DocumentEvent, by: Resolved | undefined): NetChange[] =>
    by && state.existed(by.id) && !state.existsAs(by.identity.status)
      ? [{ event, row: by.identity, at: by.at, newDocument: false }]
      : [];

  const published = last('published', 'create');
  switch (action) {
    case 'create':
    case 'clone': {
      const created = last(draft, 'create');
      const changes = present('entry.create', created);
      if (created && published) changes.push(...present('entry.publish', published));
      return { happened: created !== undefined, changes };
    }
    case 'update': {
      const written = last(draft, 'create', 'update');
      const isNew = last(draft, 'create') !== undefined;
      const changes = present(isNew ? 'entry.create' : 'entry.update', written);
      if (written && published && status === 'published') {
        changes.push(...present('entry.publish', published));
      }
      return { happened: written !== undefined, changes };
    }
    case 'publish':
    case 'discardDraft': {
      const version = action === 'publish' ? 'published' : 'draft';
      const event = action === 'publish' ? 'entry.publish' : 'entry.draft-discard';
      const deleted = last(version, 'delete');
      const written = last(version, 'create');
      const changes = present(event, written);
      if (changes.length === 0) changes.push(...removed('entry.delete', deleted));
      return { happened: (written ?? deleted) !== undefined, changes };
    }
    case 'unpublish': {
      const deleted = last('published', 'delete');
      return { happened: deleted !== undefined, changes: removed('entry.unpublish', deleted) };
    }
    case 'delete': {
      const deleted = actionWrites.filter(({ kind }) => kind === 'delete');
      const changes = deleted.flatMap((write) => removed('entry.delete', write));
      return { happened: deleted.length > 0, changes };
    }
  }
}

/** Effect on a row that hooks or queries wrote. */
function effectOnRow(
  { all, rest }: { all: Resolved[]; rest: Resolved[] },
  { state, explained }: { state: LocaleState; explained: ReadonlySet<Resolved> },
): NetChange | null {
  const last = rest.at(-1);
  if (!last) return null;
  const { id, at, identity } = last;
  const existed = state.existed(id);
  const row = state.now.get(id);
  const newDocument = rest.some((write) => write.newDocument);
  if (row) {
    const isNew = !existed && !state.existedAs(row.status);
    return { event: isNew ? 'entry.create' : 'entry.update', row, at, newDocument };
  }
  const deleted = all.findLast(({ kind }) => kind === 'delete');
  if (!existed || (deleted && explained.has(deleted))) return null;
  const successor = state.existsAs(identity.status);
  const event = successor ? 'entry.update' : 'entry.delete';
  return { event, row: successor ?? identity, at, newDocument: false };
}

function mergeByEvent(found: AttributedChange[]): NetChange[] {
  const byEvent = new Map<DocumentEvent, AttributedChange>();
  for (const change of found) {
    const other = byEvent.get(change.event);
    const winner = other && weight(other) > weight(change) ? other : change;
    const at = Math.max(change.at, other?.at ?? change.at);
    byEvent.set(change.event, { ...winner, at });
  }
  return [...byEvent.values()].map(({ event, row, at, newDocument }) => ({
    event,
    row,
    at,
    newDocument,
  }));
}

function weight({ byAction, row }: AttributedChange): number {
  return (byAction ? 2 : 0) + (row.status === 'published' ? 1 : 0);
}
