import fc from 'fast-check';

import { DOCUMENT_EVENTS } from '../../../server/src/contracts/webhook-choices';
import type { Transaction } from '../../../server/src/outbox/database/tables';
import { DELIVERY_TABLE } from '../../../server/src/plugin-id';
import { drain } from '../../support/deliveries';
import { ARTICLE, type Entry } from '../../support/documents';
import { addFrench } from '../../support/locales';
import { createMachine, STRAPI_FAILURE, type Machine } from '../../support/model/machine';
import { program, type Program, type Step } from '../../support/model/programs';
import { reference, textOf, type Told } from '../../support/model/reference';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 40);
const SEED = process.env['MODEL_SEED'];
const PATH = process.env['MODEL_PATH'];
const PARAMETERS = {
  numRuns: RUNS,
  ...(SEED === undefined ? {} : { seed: Number(SEED) }),
  ...(PATH === undefined ? {} : { path: PATH }),
};

const scene = useScene();
let machine: Machine;
let webhook: Entry;

beforeAll(async () => {
  await addFrench(scene.app);
  machine = createMachine(scene.app);
});
beforeEach(async () => {
  webhook = await createWebhook(scene.app, {
    url: scene.receiver.url,
    contentTypes: [ARTICLE],
    events: [...DOCUMENT_EVENTS],
    mapping: ['$event', '$locale', '$status', 'title', 'documentId'].map((fieldname) => ({
      fieldname,
    })),
  });
});

interface Row {
  event: string;
  document_id: string;
  locale: string;
  document_status: 'draft' | 'published';
  sequence: number;
  snapshot: string;
}

async function stored(): Promise<Row[]> {
  const rows: unknown = await scene.app.strapi.db
    .connection(DELIVERY_TABLE)
    .where({ webhook_id: webhook.documentId })
    .orderBy('id');
  return rows as Row[];
}

/** Runs it; returns what a receiver should hear of it, in its order. */
async function run({ steps, transaction }: Program): Promise<Told[]> {
  const { db } = scene.app.strapi;
  if (transaction === 'none') {
    const told: Told[] = [];
    for (const step of steps) {
      for (const call of 'call' in step ? [step.call] : step.savepoint) {
        const before = await machine.state();
        const { failed, ...made } = await machine.call(call);
        const after = await machine.state();
        const isUndone = failed && JSON.stringify(before) === JSON.stringify(after);
        if (!isUndone) told.push(...reference(before, after, made));
      }
    }
    return told;
  }
  let told: Told[] = [];
  const done = db.transaction(async ({ trx }: Transaction) => {
    for (const step of steps) told = await inTransaction(trx, step, told);
    if (transaction === 'rolled back') throw new Error('rolled back');
  });
  if (transaction !== 'rolled back') {
    await done.catch((error: unknown) => {
      if (!STRAPI_FAILURE.test((error as Error).message)) throw error;
    });
    return told;
  }
  await expect(done).rejects.toThrow('rolled back');
  return [];
}

/** The last of the same event takes the place of the earlier one. */
async function inTransaction(
  trx: Transaction['trx'],
  step: Step,
  earlier: Told[],
): Promise<Told[]> {
  if ('savepoint' in step) await trx.raw('SAVEPOINT model');
  let told = earlier;
  for (const call of 'call' in step ? [step.call] : step.savepoint) {
    const before = await machine.state();
    const made = await machine.call(call);
    const added = reference(before, await machine.state(), made);
    const isAdded = (it: Told) => added.some((one) => keyOf(one) === keyOf(it));
    told = [...told.filter((it) => !isAdded(it)), ...added];
  }
  if (!('savepoint' in step)) return told;
  await trx.raw(step.undone ? 'ROLLBACK TO SAVEPOINT model' : 'RELEASE SAVEPOINT model');
  return step.undone ? earlier : told;
}

function keyOf(told: Told): string {
  return `${told.event} ${textOf(told)}`;
}

function textual(told: Told[]): string[] {
  return told.map((it) => `${keyOf(it)} ${it.status} ${String(it.title)}`).sort();
}

test(`what is told of ${String(RUNS)} random programs is what became of the documents`, async () => {
  const property = fc.asyncProperty(program, async (it) => {
    await machine.reset(it.given);
    await drain(scene.app);
    await scene.app.strapi.db
      .connection(DELIVERY_TABLE)
      .where({ webhook_id: webhook.documentId })
      .delete();
    scene.receiver.reset();

    const expected = await run(it);
    await drain(scene.app);

    const rows = await stored();
    const actual = rows.map((row): Told => {
      const { title } = JSON.parse(row.snapshot) as { title: string };
      const { event, document_id: documentId, locale, document_status: status } = row;
      return { event, documentId, locale, status, title };
    });
    const known = (one: Told): Told => {
      const same = expected.find((it) => keyOf(it) === keyOf(one) && it.status === one.status);
      return same?.title === null ? { ...one, title: null } : one;
    };
    expect(textual(actual.map(known))).toEqual(textual(expected));
    expectStrictOrder(rows);
    expect(scene.receiver.requests).toHaveLength(rows.length);
  });
  await fc.assert(property, PARAMETERS);
}, 3_600_000);

/** A document's sequences increase. */
function expectStrictOrder(rows: Row[]): void {
  const lasts = new Map<string, number>();
  for (const { document_id: id, sequence } of rows) {
    expect(sequence).toBeGreaterThan(lasts.get(id) ?? 0);
    lasts.set(id, sequence);
  }
}
