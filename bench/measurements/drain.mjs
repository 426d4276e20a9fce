import { startChild, withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { median } from '../statistics.mjs';
import { atLeast, perSecond, printTable, times } from '../table.mjs';
import { CONCURRENCIES, builtInWebhook, documentWebhook } from '../workload.mjs';

const RECEIVERS = {
  instant: { delayMs: 0, answers: 'at once', limits: { 16: 1, 64: 1 } },
  slow: { delayMs: 50, answers: 'after 50 ms', limits: { 16: 3, 64: 10 } },
};

/** How fast a backlog leaves: ours, the built-in queue's, and over a bare pool, taking turns. */
export async function measureDrain(plan) {
  for (const [kind, receiver] of Object.entries(RECEIVERS)) {
    await withChildren((start) => drainTo(start, receiver, plan[kind]));
  }
}

async function drainTo(start, { delayMs, answers, limits }, plan) {
  const receiver = await startReceiver(start, { delayMs });
  const senders = await startSenders(start, receiver, plan);
  await inTurns(senders, { receiver, rounds: 1, most: plan.warmUp });
  const rates = await inTurns(senders, { receiver, rounds: plan.rounds });

  const [builtIn] = senders;
  printTable({
    title: `(b, c) Drain of a backlog to a receiver that answers ${answers}`,
    note: noteOf(plan),
    headings: ['', 'median', 'slowest', 'fastest', 'of built-in', 'target'],
    rows: senders.map(({ name, concurrency }) => {
      const rate = median(rates[name]);
      const range = [Math.min(...rates[name]), Math.max(...rates[name])].map(perSecond);
      const share = rate / median(rates[builtIn.name]);
      const target = concurrency ? atLeast(share, limits[concurrency]) : '';
      return [name, perSecond(rate), ...range, times(share), target];
    }),
  });
}

async function startSenders(start, receiver, { deliveries, builtIn: events, bare: posts }) {
  const { url } = receiver;
  const builtIn = await startStrapi(start, { plugin: false });
  await builtIn.call('addBuiltInWebhook', builtInWebhook({ url }));
  const ours = await startStrapi(start, { plugin: { relay: { enabled: false } } });
  const pool = start(startChild('./bare-pool.mjs'));

  const drainBuiltIn = (count) => timeBuiltIn({ builtIn, receiver, count });
  const senders = [{ name: 'built-in (5 workers)', count: events, drain: drainBuiltIn }];
  for (const concurrency of CONCURRENCIES) {
    const name = `ours, concurrency ${concurrency}`;
    const webhook = await ours.call('addWebhook', documentWebhook({ name, url, concurrency }));
    const drain = (count) => timeOurs({ ours, receiver, webhook, count });
    senders.push({ name, concurrency, count: deliveries, drain });
  }
  for (const concurrency of CONCURRENCIES) {
    const name = `bare undici pool, ${concurrency} connections`;
    const drain = (count) => timePool({ pool, receiver, concurrency, count });
    senders.push({ name, count: posts, drain });
  }
  return senders;
}

/** Rates of all senders by name, one sender at a time, each round beginning with another. */
async function inTurns(senders, { receiver, rounds, most = Infinity }) {
  const rates = Object.fromEntries(senders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < senders.length; turn += 1) {
      const { name, count, drain } = senders[(round + turn) % senders.length];
      await receiver.call('reset');
      rates[name].push(await drain(Math.min(count, most)));
    }
  }
  return rates;
}

async function timeBuiltIn({ builtIn, receiver, count }) {
  const { startedAt } = await builtIn.call('emitMany', { count });
  const lastAt = await receiver.call('until', count);
  return rateOf(count, startedAt, lastAt);
}

async function timeOurs({ ours, receiver, webhook, count }) {
  await ours.call('fillOutbox', { webhook, count });
  const { startedAt, endedAt } = await ours.call('drain');
  await receiver.call('until', count);
  return rateOf(count, startedAt, endedAt);
}

async function timePool({ pool, receiver, concurrency, count }) {
  const { url } = receiver;
  const { startedAt, endedAt } = await pool.call('post', { url, count, concurrency });
  await receiver.call('until', count);
  return rateOf(count, startedAt, endedAt);
}

const rateOf = (count, startedAt, endedAt) => (count * 1_000) / (endedAt - startedAt);

function noteOf({ rounds, deliveries, builtIn, bare }) {
  return (
    `${rounds} rounds of ${deliveries} deliveries (ours, until all are settled on disk), ${builtIn} events (built-in, until\n` +
    `the last is received) and ${bare} posts (pool), in turns. Rates compare where the numbers differ.`
  );
}
