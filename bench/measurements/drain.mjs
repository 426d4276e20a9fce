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
  const rates = Object.fromEntries(senders.map(({ name }) => [name, []]));
  for (let round = 0; round < plan.rounds; round += 1) {
    for (let turn = 0; turn < senders.length; turn += 1) {
      const { name, send } = senders[(round + turn) % senders.length];
      await receiver.call('reset');
      rates[name].push(await send());
    }
  }

  const [builtIn] = senders;
  const builtInRate = median(rates[builtIn.name]);
  printTable({
    title: `(b, c) Drain of a backlog to a receiver that answers ${answers}`,
    note: noteOf(plan),
    headings: ['', 'median', 'slowest', 'fastest', 'of built-in', 'target'],
    rows: senders.map(({ name, concurrency }) => {
      const rate = median(rates[name]);
      const range = [Math.min(...rates[name]), Math.max(...rates[name])].map(perSecond);
      const share = rate / builtInRate;
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

  const senders = [
    { name: 'built-in (5 workers)', send: () => timeBuiltIn({ builtIn, receiver, count: events }) },
  ];
  for (const concurrency of CONCURRENCIES) {
    const name = `ours, concurrency ${concurrency}`;
    const webhook = await ours.call('addWebhook', documentWebhook({ name, url, concurrency }));
    const send = () => timeOurs({ ours, receiver, webhook, count: deliveries });
    senders.push({ name, concurrency, send });
  }
  for (const concurrency of CONCURRENCIES) {
    const send = () => timePool({ pool, receiver, concurrency, count: posts });
    senders.push({ name: `bare undici pool, ${concurrency} connections`, send });
  }
  return senders;
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
