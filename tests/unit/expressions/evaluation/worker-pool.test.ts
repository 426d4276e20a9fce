import { setTimeout as sleep } from 'node:timers/promises';

import type { Job } from '../../../../server/src/expressions/evaluation/evaluation-job';
import { workerFile } from '../../../../server/src/expressions/evaluation/worker-file';
import { NO_TYPES } from '../../../../server/src/schema/value-types';
import {
  createWorkerPool,
  type WorkerPool,
} from '../../../../server/src/expressions/evaluation/worker-pool';

const ENDLESS = '($f := function($x){ $f($x) }; $f(0))';
const UNHURRIED_MS = 20_000;

const log = { errors: [] as string[], error: (message: string) => log.errors.push(message) };
const pools: WorkerPool[] = [];

function pool({ size = 1, file = workerFile() } = {}): WorkerPool {
  const made = createWorkerPool({ size, file, log });
  pools.push(made);
  return made;
}

function job(sources: string[], more: Partial<Job> = {}): Job {
  return {
    tasks: sources.map((source) => ({ source, finish: 'value', env: [], types: NO_TYPES })),
    context: '{"doc":{"title":"Chair","qty":2}}',
    env: { allowed: [], values: {} },
    limit: { ms: UNHURRIED_MS, setting: 'expressions.renderBudgetMs' },
    ...more,
  };
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((it) => it.close()));
  log.errors.splice(0);
});

test('a job comes to its values, in order', async () => {
  const done = await pool().run(job(['doc.title', 'doc.qty * 2', 'doc.missing']), { party: 'a' });

  expect(done).toMatchObject({ values: ['Chair', 4, undefined], failure: null });
});

test('the first that fails is the last that is evaluated', async () => {
  const from = performance.now();
  const done = await pool().run(job(['doc.qty', '$error("no")', ENDLESS]), { party: 'a' });

  expect(done).toMatchObject({ values: [2], failure: { kind: 'evaluation', at: 1 } });
  expect(performance.now() - from).toBeLessThan(UNHURRIED_MS / 2);
});

test('all expressions of a job share one limit, and nobody else waits for them', async () => {
  const evaluations = pool({ size: 2 });
  const slow = evaluations.run(
    job(Array<string>(50).fill(ENDLESS), { limit: { ms: 1_000, setting: 'the setting' } }),
    { party: 'slow' },
  );
  const waitingMs = await longestTurnUntil(slow);

  expect(await slow).toMatchObject({
    failure: {
      kind: 'time',
      message: 'The expression ran longer than 1,000 ms, the limit in the setting',
      at: 0,
    },
  });
  expect(waitingMs).toBeLessThan(700);
});

const identity = (error: unknown) => error;

/** How long the event loop of this thread stood still meanwhile. */
async function longestTurnUntil(end: Promise<unknown>): Promise<number> {
  let longest = 0;
  const over = new AbortController();
  void end.finally(() => over.abort());
  while (!over.signal.aborted) {
    const from = performance.now();
    await sleep(1);
    longest = Math.max(longest, performance.now() - from);
  }
  return longest;
}

test('a party has half of the threads at most, and parties take turns', async () => {
  const evaluations = pool({ size: 2 });
  const order: string[] = [];
  const run = (party: string, source: string, ms = UNHURRIED_MS) =>
    evaluations
      .run(job([source], { limit: { ms, setting: 'x' } }), { party })
      .then(() => order.push(party));

  const slow = Array.from({ length: 4 }, () => run('slow', ENDLESS, 1_000));
  const quick = ['b', 'c', 'b', 'c'].map((party) => run(party, 'doc.title'));
  await Promise.all(quick);
  expect(order.filter((party) => party === 'slow').length).toBeLessThan(4);
  await Promise.all(slow);

  expect(order.slice(-1)).toEqual(['slow']);
  expect(order.filter((party) => party !== 'slow')).toEqual(['b', 'c', 'b', 'c']);
});

test('thirty slow parties make a quick one wait for no slow job', async () => {
  const evaluations = pool({ size: 2 });
  let ended = 0;
  const slow = Array.from({ length: 30 }, (_, at) =>
    evaluations
      .run(job([ENDLESS], { limit: { ms: 3_000, setting: 'x' } }), { party: `slow ${String(at)}` })
      .catch(identity)
      .finally(() => (ended += 1)),
  );

  expect(await evaluations.run(job(['doc.title']), { party: 'quick' })).toMatchObject({
    values: ['Chair'],
  });
  expect(await evaluations.run(job(['doc.qty']), { party: 'quick' })).toMatchObject({
    values: [2],
  });
  expect(ended).toBeLessThan(8);
  await evaluations.close();
  await Promise.all(slow);
});

test('a job that is slow once ends with its value, and its party is quick again after a quick one', async () => {
  const evaluations = pool({ size: 2 });
  const slow = '$count($map([1..150000], function($x) { $x * 2 }))';

  expect(await evaluations.run(job([slow]), { party: 'a' })).toMatchObject({ values: [150_000] });
  expect(await evaluations.run(job(['doc.qty']), { party: 'a' })).toMatchObject({ values: [2] });
  expect(await evaluations.run(job([slow]), { party: 'a' })).toMatchObject({ values: [150_000] });
});

test('a job that is not needed any more when its turn comes is cancelled', async () => {
  const evaluations = pool();
  const running = evaluations.run(job([ENDLESS], { limit: { ms: 300, setting: 'x' } }), {
    party: 'a',
  });
  const unneeded = evaluations.run(job([ENDLESS]), { party: 'a', isNeeded: () => false });

  await expect(unneeded).rejects.toMatchObject({ kind: 'cancelled' });
  expect(await running).toMatchObject({ failure: { kind: 'time' } });
});

test('what nobody waits for any more leaves the queue, and stops where it runs', async () => {
  const evaluations = pool();
  const hungUp = new AbortController();
  const options = { party: 'a', signal: hungUp.signal };
  const running = evaluations.run(job([ENDLESS]), options);
  const queued = evaluations.run(job(['doc.title']), options);
  const other = evaluations.run(job(['doc.title']), { party: 'b' });
  await sleep(300);

  hungUp.abort();

  await expect(queued).rejects.toMatchObject({ kind: 'cancelled' });
  // It stops by itself, or with its thread.
  expect(await running.then(({ failure }) => failure, identity)).toMatchObject({
    kind: 'cancelled',
  });
  expect(await other).toMatchObject({ values: ['Chair'] });
  await expect(evaluations.run(job(['1']), options)).rejects.toMatchObject({ kind: 'cancelled' });
});

test('a thread that runs out of memory ends alone, and the next job has another', async () => {
  const evaluations = pool();
  const greedy = '$map([1..9999], function($i) { [$i..$i + 9000] })';

  await expect(evaluations.run(job([greedy]), { party: 'a' })).rejects.toMatchObject({
    kind: 'limit',
    message: expect.stringContaining('MB of memory') as string,
  });
  expect(await evaluations.run(job(['doc.title']), { party: 'a' })).toMatchObject({
    values: ['Chair'],
  });
});

test('where no thread starts, jobs fail for now and the log says why', async () => {
  const evaluations = pool({ file: '/nowhere/expression-worker.js' });

  for (let tries = 0; tries < 3; tries += 1) {
    await expect(evaluations.run(job(['1']), { party: 'a' })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  }
  expect(log.errors).toEqual([expect.stringContaining('/nowhere/expression-worker.js')]);
});

test('a thread has no environment but what a job brings', async () => {
  process.env['HIDDEN'] = 'secret';
  const env = { allowed: ['GIVEN'], values: { GIVEN: 'value' } };

  const done = await pool().run(job(['$env("GIVEN")', '$env("HIDDEN")'], { env }), { party: 'a' });

  expect(done).toMatchObject({ values: ['value'], failure: { at: 1 } });
});

test('a thread that compiled an expression for one webhook allows another one only what is its own', async () => {
  const evaluations = pool();
  const given = { allowed: ['GIVEN'], values: { GIVEN: 'value' } };
  const run = (env: Job['env']) => evaluations.run(job(['$env("GIVEN")'], { env }), { party: 'a' });

  expect(await run(given)).toMatchObject({ values: ['value'], failure: null });
  expect(await run({ allowed: [], values: {} })).toMatchObject({ values: [], failure: { at: 0 } });
  expect(await run(given)).toMatchObject({ values: ['value'], failure: null });
});
