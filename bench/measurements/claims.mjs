import { databaseKind, withDatabases } from '../database-server.mjs';
import { inTurns } from '../in-turns.mjs';
import { withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { median, ratioByRound } from '../statistics.mjs';
import { atMost, milliseconds, printTable, times } from '../table.mjs';

const SHORT = 'short';
const LONG = 'long';
const LIMIT = 1.3;

const LOOKS = {
  claim: 'a claim',
  dueWebhooks: 'which webhooks have something due',
  reclaim: 'whose lease ran out',
  prune: 'what is old enough to prune',
};

/** What a claim costs behind a long history, and behind a short one. */
export function measureClaims(plan) {
  return withDatabases([SHORT, LONG], ([short, long]) =>
    withChildren(async (start) => {
      const { url } = await startReceiver(start, { delayMs: 0 });
      const fill = { url, due: plan.due };
      const variants = {
        [SHORT]: await startFilled(start, short, { ...fill, history: plan.short }),
        [LONG]: await startFilled(start, long, { ...fill, history: plan.long }),
      };
      const look = (variant) => variant.call('look', { claimed: plan.claimed, times: 3 });
      await inTurns(variants, plan.warmUp, look);
      print(await inTurns(variants, plan.rounds, look), plan);
    }),
  );
}

async function startFilled(start, databaseEnvironment, fill) {
  const plugin = { relay: { enabled: false } };
  const file = './outbox.mjs';
  const child = await startStrapi(start, { plugin, file, databaseEnvironment });
  await child.call('fill', fill);
  return child;
}

function print(measured, { short, long, due, claimed, rounds }) {
  const number = (count) => count.toLocaleString('en');
  printTable({
    title: `(e) Looks into the outbox, behind ${number(long)} settled deliveries and behind ${number(short)}, on ${databaseKind}`,
    note:
      `${claimed} of ${due} due deliveries claimed, for two webhooks, and given back. ${rounds} rounds of three looks each, in\n` +
      'turns. Each settled delivery has an attempt.',
    headings: ['', number(short), number(long), 'ratio', 'quartiles', 'target'],
    rows: Object.entries(LOOKS).map(([name, label]) => {
      const [base, grown] = [SHORT, LONG].map((side) => measured[side].map((round) => round[name]));
      const { ratio, low, high } = ratioByRound(grown, base);
      return [
        label,
        milliseconds(median(base.flat())),
        milliseconds(median(grown.flat())),
        times(ratio),
        `${times(low)} to ${times(high)}`,
        name === 'claim' ? atMost(ratio, LIMIT) : '',
      ];
    }),
  });
}
