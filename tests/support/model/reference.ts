import type { Version } from './programs';

/**
 * What a receiver should hear of one write, by the rows before it, the rows after it, and the actions that
 * were called. It knows nothing of how they are captured.
 */
export interface StateRow {
  id: number;
  title: string;
  documentId: string;
  locale: string;
  version: Version;
}

/** An action that wrote something, with the versions that were there when it was called. */
export interface Called {
  action: string;
  documentId: string;
  /** Null for all. */
  locale: string | null;
  published: boolean;
  there: StateRow[];
}

export interface Told {
  event: string;
  documentId: string;
  locale: string;
  status: Version;
  /** Null where the state before and after does not tell. */
  title: string | null;
}

export interface Made {
  calls: Called[];
  /** How many writes there were, queries among them. */
  writes: number;
}

export function reference(before: StateRow[], after: StateRow[], { calls, writes }: Made): Told[] {
  const told: Told[] = [];
  const texts = new Set([...before, ...after].map(textOf));
  for (const text of texts) {
    const at = (rows: StateRow[], version: Version) =>
      rows.find((row) => textOf(row) === text && row.version === version);
    const [was, is] = [(v: Version) => at(before, v), (v: Version) => at(after, v)];
    const explained = new Set<Version>();
    const tell = (event: string, row: StateRow | undefined, title: string | null): void => {
      if (!row) return;
      const same = told.find((it) => it.event === event && textOf(it) === text);
      if (same) return;
      const { documentId, locale, version: status } = row;
      told.push({ event, documentId, locale, status, title });
    };
    const tellNow = (event: string, version: Version): void => {
      const row = is(version);
      if (row) explained.add(version);
      tell(event, row, row?.title ?? null);
    };
    const tellGone = (event: string, version: Version): void => {
      if (!is(version)) tell(event, was(version), lastTitle(writes, was(version)));
    };
    for (const { action, documentId, locale, published, there } of calls) {
      const [sample] = [...before, ...after].filter((row) => textOf(row) === text);
      if (sample?.documentId !== documentId || (locale && sample.locale !== locale)) continue;
      const had = (version: Version) => at(there, version) !== undefined;
      if (action === 'create' || action === 'clone') tellNow('entry.create', 'draft');
      if (action === 'update') tellNow(had('draft') ? 'entry.update' : 'entry.create', 'draft');
      // Publishing writes a new row.
      const isPublished = is('published')?.id !== at(there, 'published')?.id;
      if ((action === 'publish' || published) && isPublished) tellNow('entry.publish', 'published');
      if (action === 'publish' && !had('draft')) tellGone('entry.delete', 'published');
      if (action === 'unpublish' && had('published')) tellGone('entry.unpublish', 'published');
      if (action === 'discardDraft' && had('published')) tellNow('entry.draft-discard', 'draft');
      if (action === 'discardDraft' && !had('published')) tellGone('entry.delete', 'draft');
      if (action === 'delete' && had('published')) tellGone('entry.delete', 'published');
      if (action === 'delete' && had('draft')) tellGone('entry.delete', 'draft');
    }
    for (const version of ['published', 'draft'] as const) {
      const [b, a] = [was(version), is(version)];
      if (!a && !told.some((it) => textOf(it) === text && it.status === version)) {
        tellGone('entry.delete', version);
      }
      if (!a || explained.has(version)) continue;
      if (!b) tellNow('entry.create', version);
      else if (b.id !== a.id || b.title !== a.title) tellNow('entry.update', version);
    }
  }
  return told;
}

/** What was written to it meanwhile is not known from its state. */
function lastTitle(writes: number, row: StateRow | undefined): string | null {
  return writes > 1 ? null : (row?.title ?? null);
}

export function textOf({ documentId, locale }: { documentId: string; locale: string }): string {
  return `${documentId} ${locale}`;
}
