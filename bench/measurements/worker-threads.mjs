import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

import { nowMs } from '../clock.mjs';
import { median } from '../statistics.mjs';
import { printTable } from '../table.mjs';

/** A body, a segment of the URL and a header. */
const TEMPLATE = [
  [
    '{ "id": doc.documentId, "total": $sum(doc.items.(qty * rate)), "to": doc.customer.email }',
    'json',
  ],
  ['doc.number', 'segment'],
  ['event', 'header'],
];
/** Counts blocks and reads a little of one of them: what it takes is to hand the document over. */
const OF_LARGE = [['{ "blocks": $count(doc.blocks), "first": doc.blocks[0].id }', 'json']];

const LIMIT = { ms: 10_000, setting: 'expressions.renderBudgetMs' };
const NO_TYPES = { lists: [], bigIntegers: [] };
/** Of the built package. */
const FILE = fileURLToPath(new URL('../../dist/server/expression-worker.js', import.meta.url));
const SETTLE_MS = 300;

/**
 * What it costs to evaluate in a worker thread: the figures in the comment of `worker-pool.ts`. The share of
 * the main thread is the time in which its event loop is not idle.
 */
export async function measureWorkerThreads({ createRunner, createWorkerPool }, contexts, plan) {
  const run = createRunner();
  const rows = [];
  for (const [name, sources, context, jobs] of [
    ['a template of three expressions', TEMPLATE, contexts.small, plan.jobs],
    ['over a document of 250 KB', OF_LARGE, contexts.large, plan.largeJobs],
  ]) {
    const pool = createWorkerPool({ size: 1, file: FILE, log: console });
    const job = jobOf(sources, context);
    const inMain = await timed(() => run(job), jobs);
    const inWorker = await timed(() => pool.run(job, { party: 'bench' }), jobs);
    rows.push([
      name,
      shown(median(inMain.times)),
      shown(median(inWorker.times)),
      shown(inWorker.mainMs),
    ]);
    await pool.close();
  }
  printTable({
    title: '(j) Worker threads',
    note: `${plan.jobs} small jobs and ${plan.largeJobs} large ones, one after the other.`,
    headings: ['', 'in the main thread', 'by a worker', "of it the main thread's"],
    rows: [...rows, await startOfThread(createWorkerPool, jobOf(TEMPLATE, contexts.small))],
  });
}

async function timed(evaluate, jobs) {
  const times = [];
  for (let n = -Math.ceil(jobs / 4); n < 0; n += 1) check(await evaluate());
  const before = performance.eventLoopUtilization();
  for (let n = 0; n < jobs; n += 1) {
    const from = nowMs();
    check(await evaluate());
    times.push(nowMs() - from);
  }
  const { active } = performance.eventLoopUtilization(before);
  return { times, mainMs: active / jobs };
}

async function startOfThread(createWorkerPool, job) {
  const times = [];
  const shares = [];
  for (let n = 0; n < 10; n += 1) {
    const pool = createWorkerPool({ size: 1, file: FILE, log: console });
    const before = performance.eventLoopUtilization();
    const from = nowMs();
    check(await pool.run(job, { party: 'bench' }));
    times.push(nowMs() - from);
    shares.push(performance.eventLoopUtilization(before).active);
    await pool.close();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  return ['the first job of a thread', '', shown(median(times)), shown(median(shares))];
}

function jobOf(sources, context) {
  const tasks = sources.map(([source, finish]) => ({ source, finish, env: [], types: NO_TYPES }));
  return { tasks, context, env: { allowed: [], values: {} }, limit: LIMIT };
}

function check({ failure }) {
  if (failure) throw new Error(failure.message);
}

const shown = (ms) => (ms < 1 ? `${(ms * 1000).toFixed(0)} µs` : `${ms.toFixed(1)} ms`);
