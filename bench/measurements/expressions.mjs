import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { nowMs } from '../clock.mjs';
import { median, quantile } from '../statistics.mjs';
import { atLeast, atMost, perSecond, printTable } from '../table.mjs';
import { measureWorkerThreads } from './worker-threads.mjs';

const CONDITION = 'doc.total > 1000 and event = "entry.update"';
const CONDITION_LIMIT_MS = 0.1;
const MAPPING_LIMIT = 50_000;

const EVENT = {
  event: 'entry.update',
  uid: 'api::order.order',
  documentId: 'f3k1l0m2n4p5q6r7s8t9u0v1',
  locale: 'en',
  status: 'published',
  timestamp: 1_760_000_000_000,
  sequence: 3,
  actor: { type: 'admin', id: 1, name: 'Ada Byron' },
};

/** How long a condition takes, how many mappings of 20 rows one core renders, and what threads cost. No Strapi in it. */
export async function measureExpressions(plan) {
  const sources = await loadSources();
  const { compileExpression, compileMapping } = sources;
  const { condition, alone } = await timeCondition(compileExpression, plan);
  printTable({
    title: '(g) A condition of two clauses',
    note: `${CONDITION}: ${plan.evaluations} evaluations, one after the other.`,
    headings: ['', 'median', '95 %', 'target'],
    rows: [
      timesRow('under limits', condition, atMost(median(condition), CONDITION_LIMIT_MS)),
      timesRow('bare JSONata', alone, ''),
    ],
  });

  const rates = mappingRates(compileMapping, plan);
  printTable({
    title: '(h) Fields mapped',
    note: `20 rows over two relations, to JSON text; ${plan.rounds} rounds of ${plan.renders}, on one core.`,
    headings: ['', 'median', 'target'],
    rows: [['rendered', perSecond(median(rates)), atLeast(median(rates), MAPPING_LIMIT)]],
  });
  await measureWorkerThreads(
    sources,
    { small: contextOf(order()), large: contextOf(article()) },
    plan,
  );
}

/** From the sources, which the built plugin does not hand out. */
async function loadSources() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './server/src/expressions/expression';
        export * from './server/src/expressions/evaluation/run-job';
        export * from './server/src/expressions/evaluation/worker-pool';
        export * from './server/src/mapping/compile';`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    write: false,
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}

async function timeCondition(compileExpression, { evaluations, warmUp }) {
  const { default: jsonata } = await import('jsonata');
  const context = { ...EVENT, doc: order(), previous: order(), changed: ['total'] };
  const guarded = compileExpression(CONDITION, { timeoutMs: 100, env: { allowed: [] } });
  const bare = jsonata(CONDITION);
  const condition = [];
  const alone = [];
  for (let n = -warmUp; n < evaluations; n += 1) {
    const from = nowMs();
    await guarded.evaluate(context);
    const between = nowMs();
    await bare.evaluate(context);
    const to = nowMs();
    if (n < 0) continue;
    condition.push(between - from);
    alone.push(to - between);
  }
  return { condition, alone };
}

function mappingRates(compileMapping, { rounds, renders }) {
  const render = compileMapping(
    ROWS.map((fieldname) => ({ fieldname, key: fieldname.replace('$', '') })),
  );
  const input = { event: EVENT, doc: order(), previous: null, changed: null };
  const rates = [];
  let characters = 0;
  for (let round = -1; round < rounds; round += 1) {
    const from = nowMs();
    for (let n = 0; n < renders; n += 1) characters += render(input).length;
    if (round >= 0) rates.push((renders * 1000) / (nowMs() - from));
  }
  // The texts are made for something: an engine may leave out what nobody reads.
  if (characters === 0) throw new Error('Nothing was rendered');
  return rates;
}

const ROWS = [
  ...['$event', '$uid', '$timestamp', '$locale', '$sequence'],
  ...['title', 'number', 'total', 'currency', 'note', 'published', 'createdAt', 'updatedAt'],
  ...['customer.name', 'customer.email', 'customer.vat'],
  ...['items.sku', 'items.qty', 'items.rate', 'items.title'],
];

function order() {
  return {
    documentId: EVENT.documentId,
    title: 'Order of chairs and tables',
    number: 20_417,
    total: 1_234.5,
    currency: 'EUR',
    note: 'Ring twice, please. The dog is "friendly".',
    published: true,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-02T00:00:00.000Z',
    customer: { documentId: 'c1', name: 'Ann Example', email: 'ann@example.com', vat: 'CH-123' },
    items: [1, 2, 3].map((n) => ({ sku: `SKU-${n}`, qty: n, rate: n * 1.5, title: `Chair ${n}` })),
  };
}

/** 1 200 blocks, 250 KB in all. */
function article() {
  const text = 'Lorem ipsum dolor sit amet, consectetur elit. '.repeat(4);
  const blocks = Array.from({ length: 1_200 }, (_, at) => ({ id: at + 1, text }));
  return { ...order(), blocks };
}

const contextOf = (doc) => JSON.stringify({ ...EVENT, doc, previous: null, changed: null });

const microseconds = (value) => `${(value * 1000).toFixed(1)} µs`;

const timesRow = (name, samples, target) => [
  name,
  microseconds(median(samples)),
  microseconds(quantile(samples, 0.95)),
  target,
];
