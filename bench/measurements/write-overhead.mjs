import { inTurns } from '../in-turns.mjs';
import { withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { median, quantile, ratioByRound } from '../statistics.mjs';
import { atMost, milliseconds, printTable, times } from '../table.mjs';
import { builtInWebhook, documentWebhook, otherWebhook } from '../workload.mjs';

const BASE = 'no plugin';
const BASE_AGAIN = 'no plugin, again';
const UNMATCHED = 'ours, unmatched webhook';
const MATCHED = 'ours, matched webhook';
const BUILT_IN = 'built-in webhook';

const AGAINST = 'Ratios are to both without the plugin.';

const LIMITS = { [UNMATCHED]: 1.02, [MATCHED]: 1.1 };

/**
 * What a document create costs its caller, in five processes that take turns; then in five others, for a
 * process stays as quick or slow as it happened to begin.
 */
export async function measureWriteOverhead(plan) {
  const alone = {};
  const busy = {};
  for (let set = 0; set < plan.sets; set += 1) {
    await withChildren(async (start) => {
      const variants = await startVariants(start);
      const make = (load) => (variant) => variant.call('createMany', load);
      await inTurns(variants, 1, make({ count: plan.warmUp }));

      const { rounds, creates, aloneRounds, aloneCreates, gapMs } = plan;
      append(alone, await inTurns(variants, aloneRounds, make({ count: aloneCreates, gapMs })));
      append(busy, await inTurns(variants, rounds, make({ count: creates })));
    });
  }
  printAlone(alone, plan);
  printBusy(busy, plan);
}

function append(all, measured) {
  for (const [name, rounds] of Object.entries(measured)) (all[name] ??= []).push(...rounds);
}

/** Of both processes without the plugin, round by round. */
function baseOf(measured, partsOf) {
  const again = partsOf(measured[BASE_AGAIN]);
  return partsOf(measured[BASE]).map((parts, index) => [...parts, ...again[index]]);
}

async function startVariants(start) {
  const { url } = await startReceiver(start, { delayMs: 0 });
  const base = await startStrapi(start, { plugin: false });
  const baseAgain = await startStrapi(start, { plugin: false });
  const unmatched = await startStrapi(start, { plugin: {} });
  await unmatched.call('addWebhook', otherWebhook({ url }));
  const matched = await startStrapi(start, { plugin: {} });
  await matched.call('addWebhook', documentWebhook({ url }));
  const builtIn = await startStrapi(start, { plugin: false });
  await builtIn.call('addBuiltInWebhook', builtInWebhook({ url }));
  return {
    [BASE]: base,
    [BASE_AGAIN]: baseAgain,
    [UNMATCHED]: unmatched,
    [MATCHED]: matched,
    [BUILT_IN]: builtIn,
  };
}

function printAlone(measured, { sets, aloneRounds, aloneCreates, gapMs }) {
  printDurations(measured, {
    title: '(a) Document create, write alone',
    note:
      `${sets} times ${aloneRounds} rounds of ${aloneCreates} creates each, in turns. ${gapMs} ms between two creates, in\n` +
      `which what was captured is sent and recorded. ${AGAINST}`,
  });
}

function printBusy(measured, { sets, rounds, creates }) {
  const note = `${sets} times ${rounds} rounds of ${creates} creates each, in turns. One turn of the event loop between two`;
  printDurations(measured, {
    title: '(a) Document create, with sending in the same process',
    note: `${note}\ncreates: what was captured is sent and recorded meanwhile. ${AGAINST}`,
  });
  printCosts(measured, {
    title: '(a) What a create costs the process, sending included',
    note: `The same rounds, until everything is sent and recorded, divided by their creates.`,
  });
}

function printDurations(measured, { title, note }) {
  const durations = (rounds) => rounds.map((round) => round.durations);
  printTable({
    title,
    note,
    headings: ['', 'median', 'p95', 'ratio', 'quartiles', 'target'],
    rows: Object.entries(measured).map(([name, rounds]) => {
      const all = durations(rounds).flat();
      const base = baseOf(measured, durations);
      const { ratio, low, high } = ratioByRound(durations(rounds), base);
      return [
        name,
        milliseconds(median(all)),
        milliseconds(quantile(all, 0.95)),
        times(ratio),
        `${times(low)} to ${times(high)}`,
        name in LIMITS ? atMost(ratio, LIMITS[name]) : '',
      ];
    }),
  });
}

function printCosts(measured, { title, note }) {
  const perCreate = (rounds, cost) => rounds.map((round) => [round[cost] / round.durations.length]);
  const of = (cost) => (rounds) => perCreate(rounds, cost);
  const cells = (rounds, cost) => [
    milliseconds(median(perCreate(rounds, cost).flat())),
    times(ratioByRound(perCreate(rounds, cost), baseOf(measured, of(cost))).ratio),
  ];
  printTable({
    title,
    note,
    headings: ['', 'time', 'ratio', 'CPU', 'ratio'],
    rows: Object.entries(measured).map(([name, rounds]) => [
      name,
      ...cells(rounds, 'totalMs'),
      ...cells(rounds, 'cpuMs'),
    ]),
  });
}
