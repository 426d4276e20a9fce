import { setTimeout as sleep } from 'node:timers/promises';

import { withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { median, quantile } from '../statistics.mjs';
import { atMost, milliseconds, printTable, times } from '../table.mjs';
import { builtInWebhook, documentWebhook } from '../workload.mjs';

const OURS = 'ours';
const BUILT_IN = 'built-in';
const LIMIT = 2;

/** How soon the receiver has what was written, with nothing else going on. */
export function measureLatency(plan) {
  return withChildren(async (start) => {
    const receiver = await startReceiver(start, { delayMs: 0 });
    const variants = await startVariants(start, receiver);
    for (const inTransaction of [false, true]) {
      await writeInTurns(variants, receiver, { ...plan, writes: plan.warmUp, inTransaction });
      print(await writeInTurns(variants, receiver, { ...plan, inTransaction }), {
        ...plan,
        inTransaction,
      });
    }
  });
}

async function startVariants(start, { url }) {
  const ours = await startStrapi(start, { plugin: {} });
  await ours.call('addWebhook', documentWebhook({ url }));
  const builtIn = await startStrapi(start, { plugin: false });
  await builtIn.call('addBuiltInWebhook', builtInWebhook({ url }));
  return { [OURS]: ours, [BUILT_IN]: builtIn };
}

async function writeInTurns(variants, receiver, { writes, gapMs, inTransaction }) {
  const measured = { [OURS]: [], [BUILT_IN]: [] };
  for (let write = 0; write < writes; write += 1) {
    for (const [name, variant] of Object.entries(variants)) {
      await receiver.call('reset');
      const { committedAt, resolvedAt } = await variant.call('createOne', { inTransaction });
      const receivedAt = await receiver.call('until', 1);
      measured[name].push({
        afterCommit: receivedAt - committedAt,
        afterResolution: receivedAt - resolvedAt,
      });
      await sleep(gapMs);
    }
  }
  return measured;
}

function print(measured, { writes, gapMs, inTransaction }) {
  const rows = ['afterCommit', 'afterResolution'].flatMap((since) =>
    Object.entries(measured).map(([name, samples]) => {
      const all = samples.map((sample) => sample[since]);
      const base = measured[BUILT_IN].map((sample) => sample[since]);
      const ratio = median(all) / median(base);
      const judged = name === OURS && since === 'afterCommit';
      return [
        `${LABELS[since]}, ${name}`,
        milliseconds(median(all)),
        milliseconds(quantile(all, 0.95)),
        times(ratio),
        judged ? atMost(ratio, LIMIT) : '',
      ];
    }),
  );
  printTable({
    title: `(d) Commit to receipt, idle, ${inTransaction ? "in the app's transaction" : 'a plain create'}`,
    note:
      `${writes} writes each, in turns, ${gapMs} ms between two. From the transaction's commit callback, and from the` +
      '\nresolution of the write, until the receiver has read the last byte. A receipt may come before the resolution.',
    headings: ['', 'median', 'p95', 'of built-in', 'target'],
    rows,
  });
}

const LABELS = { afterCommit: 'from the commit', afterResolution: 'from the resolution' };
