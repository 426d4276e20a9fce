import { setTimeout as sleep } from 'node:timers/promises';

import { nowMs } from '../clock.mjs';
import { inTurns } from '../in-turns.mjs';
import { withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { median, quantile } from '../statistics.mjs';
import { atMost, milliseconds, printTable, times } from '../table.mjs';
import { builtInWebhook, documentWebhook } from '../workload.mjs';

const ALONE = 'alone';
const LIMIT = 2;

/** What one webhook notices of another whose receiver never answers. */
export function measureIsolation(plan) {
  return withChildren(async (start) => {
    const good = await startReceiver(start, { delayMs: 0 });
    const others = {
      'beside one that answers': await startReceiver(start, { delayMs: 0 }),
      'beside one that hangs': await startReceiver(start, { delayMs: null }),
    };
    const ours = await startVariants({ good, others }, (urls) => startOurs(start, urls));
    await writeInTurns(ours, good, { ...plan, writes: plan.warmUp });
    printLatencies(await writeInTurns(ours, good, plan), plan);

    const builtIn = await startVariants({ good, others }, (urls) => startBuiltIn(start, urls));
    const bursts = { ...labelled('ours', ours), ...labelled('built-in', builtIn) };
    printBursts(await timeBursts(bursts, good, plan), plan);
  });
}

/** One with the good receiver alone, and one for each of the others beside it. */
async function startVariants({ good, others }, startOne) {
  const variants = { [ALONE]: await startOne([good.url]) };
  // The good one first: the built-in webhooks send those of one event one after the other.
  for (const [name, { url }] of Object.entries(others)) {
    variants[name] = await startOne([good.url, url]);
  }
  return variants;
}

async function startOurs(start, urls) {
  const child = await startStrapi(start, { plugin: {} });
  for (const url of urls) await child.call('addWebhook', documentWebhook({ name: url, url }));
  return child;
}

async function startBuiltIn(start, urls) {
  const child = await startStrapi(start, { plugin: false });
  for (const url of urls) await child.call('addBuiltInWebhook', builtInWebhook({ url }));
  return child;
}

/** Milliseconds from the commit to the good receiver, of each write. */
function writeInTurns(variants, receiver, { writes, gapMs }) {
  return inTurns(variants, writes, async (variant) => {
    await receiver.call('reset');
    const { committedAt } = await variant.call('createOne');
    const receivedAt = await receiver.call('until', 1);
    await sleep(gapMs);
    return receivedAt - committedAt;
  });
}

/** Milliseconds until the good receiver has all of some writes made one right after the other. */
async function timeBursts(variants, receiver, { burst }) {
  const measured = {};
  for (const [name, variant] of Object.entries(variants)) {
    await receiver.call('reset');
    const startedAt = nowMs();
    for (let write = 0; write < burst; write += 1) await variant.call('createOne');
    measured[name] = (await receiver.call('until', burst)) - startedAt;
  }
  return measured;
}

function printLatencies(measured, { writes, gapMs }) {
  const p95 = (name) => quantile(measured[name], 0.95);
  printTable({
    title: '(f) Commit to receipt at one receiver, beside another',
    note: `${writes} writes each, in turns, ${gapMs} ms between two. Both webhooks want every write.`,
    headings: ['ours', 'median', 'p95', 'p95 of alone', 'target'],
    rows: Object.keys(measured).map((name) => {
      const ratio = p95(name) / p95(ALONE);
      return [
        name,
        milliseconds(median(measured[name])),
        milliseconds(p95(name)),
        times(ratio),
        name === ALONE ? '' : atMost(ratio, LIMIT),
      ];
    }),
  });
}

function printBursts(measured, { burst }) {
  printTable({
    title: `(f) ${burst} writes, until the receiver that answers has them all`,
    note: 'Once each, from the first write on. The writes themselves are in it.',
    headings: ['', 'time'],
    rows: Object.entries(measured).map(([name, time]) => [name, milliseconds(time)]),
  });
}

function labelled(label, variants) {
  return Object.fromEntries(
    Object.entries(variants).map(([name, variant]) => [`${label}, ${name}`, variant]),
  );
}
