import { withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { median, quantile, ratioByRound } from '../statistics.mjs';
import { atMost, milliseconds, printTable, times } from '../table.mjs';
import { builtInWebhook, documentWebhook, otherWebhook } from '../workload.mjs';

const BASE = 'no plugin';
const UNMATCHED = 'ours, unmatched webhook';
const MATCHED = 'ours, matched webhook';
const BUILT_IN = 'built-in webhook';

const LIMITS = { [UNMATCHED]: 1.02, [MATCHED]: 1.1 };

/** What a document create costs its caller, in four processes that take turns. */
export function measureWriteOverhead(plan) {
  return withChildren(async (start) => {
    const variants = await startVariants(start);
    await inTurns(variants, { rounds: 1, count: plan.warmUp });

    const { rounds, creates, aloneRounds, aloneCreates, gapMs } = plan;
    const alone = await inTurns(variants, { rounds: aloneRounds, count: aloneCreates, gapMs });
    const busy = await inTurns(variants, { rounds, count: creates });
    printAlone(alone, plan);
    printBusy(busy, plan);
  });
}

async function startVariants(start) {
  const { url } = await startReceiver(start, { delayMs: 0 });
  const base = await startStrapi(start, { plugin: false });
  const unmatched = await startStrapi(start, { plugin: {} });
  await unmatched.call('addWebhook', otherWebhook({ url }));
  const matched = await startStrapi(start, { plugin: {} });
  await matched.call('addWebhook', documentWebhook({ url }));
  const builtIn = await startStrapi(start, { plugin: false });
  await builtIn.call('addBuiltInWebhook', builtInWebhook({ url }));
  return { [BASE]: base, [UNMATCHED]: unmatched, [MATCHED]: matched, [BUILT_IN]: builtIn };
}

/** Rounds of all variants, one at a time, each round beginning with another. */
async function inTurns(variants, { rounds, ...load }) {
  const names = Object.keys(variants);
  const measured = Object.fromEntries(
    names.map((name) => [name, { durations: [], perCreate: [] }]),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      const { durations, totalMs } = await variants[name].call('createMany', load);
      measured[name].durations.push(durations);
      measured[name].perCreate.push([totalMs / load.count]);
    }
  }
  return measured;
}

function printAlone(measured, { aloneRounds, aloneCreates, gapMs }) {
  printTable({
    title: '(a) Write alone: milliseconds of one document create',
    note:
      `${aloneRounds} rounds of ${aloneCreates} creates a variant, ${gapMs} ms between two, in which what was` +
      ' captured is sent and recorded.',
    headings: ['', 'median', 'p95', 'ratio', 'quartiles', 'target'],
    rows: Object.entries(measured).map(([name, { durations }]) =>
      rowOf(name, durations, measured[BASE].durations),
    ),
  });
}

function printBusy(measured, { rounds, creates }) {
  printTable({
    title: '(a) With sending in the same process: creates back to back',
    note:
      `${rounds} rounds of ${creates} creates a variant, one turn of the event loop between two. "a create, all in":` +
      '\ntime of a round until everything is sent and recorded, divided by its creates.',
    headings: ['', 'median', 'p95', 'ratio', 'quartiles', 'target', 'a create, all in', 'ratio'],
    rows: Object.entries(measured).map(([name, { durations, perCreate }]) => [
      ...rowOf(name, durations, measured[BASE].durations),
      milliseconds(median(perCreate.flat())),
      times(ratioByRound(perCreate, measured[BASE].perCreate).ratio),
    ]),
  });
}

function rowOf(name, durations, baseDurations) {
  const all = durations.flat();
  const { ratio, low, high } = ratioByRound(durations, baseDurations);
  return [
    name,
    milliseconds(median(all)),
    milliseconds(quantile(all, 0.95)),
    times(ratio),
    `${times(low)} to ${times(high)}`,
    name in LIMITS ? atMost(ratio, LIMITS[name]) : '',
  ];
}
