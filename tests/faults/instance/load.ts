import { setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import { documentsOf, QUOTATION } from '../../support/documents';
import type { Load, Report, Save, Write } from '../support/protocol';
import { ascertain, quotationOf } from './ascertain';

export interface RunningLoad {
  ended(): Promise<void>;
  end(): Promise<void>;
}

type Kind = 'create' | 'update' | 'several' | 'rolled-back';

/** Of twenty saves so many. */
const KINDS: Kind[] = Object.entries({
  create: 4,
  update: 9,
  several: 4,
  'rolled-back': 3,
}).flatMap(([kind, times]) => Array<Kind>(times).fill(kind as Kind));

class RolledBack extends Error {}

/** Longer than a server takes to finish a commit whose connection was cut. */
const LIMBO_MS = 500;

/** Saves without end, and reports of each before it begins and when it knows how it ended. */
export function startLoad(
  strapi: Core.Strapi,
  load: Load,
  report: (report: Report) => Promise<void>,
): RunningLoad {
  let ending = false;
  let begun = 0;
  const quotations = documentsOf(strapi, QUOTATION);
  const kinds = KINDS.filter((kind) => load.creates !== false || kind !== 'create');

  async function write(own: string[]): Promise<void> {
    while (!ending && begun < (load.saves ?? Infinity)) {
      begun += 1;
      const kind = oneOf(kinds);
      const save = { id: `${load.name}-${String(begun)}`, writes: writesOf(kind, begun, own) };
      await report({ kind: 'begun', save });
      const outcome = await tried(save, kind);
      await report({ kind: 'ended', saveId: save.id, outcome });
      // Also where there is no pause: better-sqlite3 answers synchronously, and requests must leave.
      await sleep(Math.random() * 2 * load.pauseMs);
    }
  }

  function writesOf(kind: Kind, number: number, own: string[]): Write[] {
    const value = `${load.name}-${String(number)}`;
    if (kind === 'create') return [writeOf(value, null)];
    const count = kind === 'update' ? 1 : 1 + Math.floor(Math.random() * 3);
    const from = Math.floor(Math.random() * own.length);
    // In one order everywhere, or two instances could wait for each other.
    return [...own.slice(from), ...own.slice(0, from)]
      .slice(0, count)
      .sort()
      .map((documentId, index) => writeOf(`${value}.${String(index)}`, documentId));
  }

  function writeOf(value: string, documentId: string | null): Write {
    return { value, documentId, byQuery: Math.random() < (load.queries ?? 0) };
  }

  async function tried(save: Save, kind: Kind): Promise<'committed' | 'rolled-back'> {
    try {
      await saved(save.writes, kind);
      if (!load.doubts) return 'committed';
    } catch (error) {
      if (error instanceof RolledBack) return 'rolled-back';
    }
    if (await isStored(save)) return 'committed';
    await sleep(LIMBO_MS);
    return (await isStored(save)) ? 'committed' : 'rolled-back';
  }

  async function isStored({ writes }: Save): Promise<boolean> {
    const stored = await untilAnswered(() => ascertain(strapi, writes));
    return stored.length > 0;
  }

  async function saved(writes: Write[], kind: Kind): Promise<void> {
    const [first] = writes;
    if (first && (kind === 'create' || kind === 'update')) return apply(first);
    await strapi.db.transaction(async () => {
      for (const one of writes) await apply(one);
      if (kind === 'rolled-back') throw new RolledBack();
    });
  }

  async function apply({ value, documentId, byQuery }: Write): Promise<void> {
    const data = documentId === null ? quotationOf(value) : { customer: value };
    if (byQuery) {
      const rows = strapi.db.query(QUOTATION);
      await (documentId === null
        ? rows.create({ data })
        : rows.update({ where: { documentId }, data }));
    } else {
      await (documentId === null
        ? quotations.create({ data })
        : quotations.update({ documentId, data }));
    }
  }

  const working = Array.from({ length: load.writers }, (_, writer) =>
    write(load.documents.filter((_id, index) => index % load.writers === writer)),
  );
  const all = Promise.all(working).then(() => undefined);
  return {
    ended: () => all,
    end() {
      ending = true;
      return all;
    },
  };
}

async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await sleep(100);
    }
  }
}

function oneOf<T>(values: readonly [T, ...T[]] | T[]): T {
  return values[Math.floor(Math.random() * values.length)] as T;
}
