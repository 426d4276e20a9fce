import type { Report, Save, Write } from './protocol';

type Entry = Exclude<Report, { kind: 'dying' }>;
type Outcome = 'under-way' | 'committed' | 'rolled-back';

/** What became of every write, as far as its writer lived to tell. */
export interface Journal {
  note(entry: Entry): void;
  /** Saves whose writer did not tell how they ended. */
  underWay(): Save[];
  writesThat(outcome: Outcome): Write[];
  /** Grows from each write of a document to its next. */
  positionOf(value: string): number | undefined;
  documentOf(value: string): string | null;
}

export function createJournal(): Journal {
  const saves = new Map<string, { save: Save; outcome: Outcome }>();
  const written = new Map<string, { position: number; documentId: string | null }>();

  return {
    note(entry) {
      if (entry.kind === 'begun') {
        saves.set(entry.save.id, { save: entry.save, outcome: 'under-way' });
        for (const { value, documentId } of entry.save.writes) {
          written.set(value, { position: written.size, documentId });
        }
      } else {
        const known = saves.get(entry.saveId);
        if (known) known.outcome = entry.outcome;
      }
    },
    underWay: () =>
      [...saves.values()].filter(({ outcome }) => outcome === 'under-way').map(({ save }) => save),
    writesThat: (wanted) =>
      [...saves.values()]
        .filter(({ outcome }) => outcome === wanted)
        .flatMap(({ save }) => save.writes),
    positionOf: (value) => written.get(value)?.position,
    documentOf: (value) => written.get(value)?.documentId ?? null,
  };
}
