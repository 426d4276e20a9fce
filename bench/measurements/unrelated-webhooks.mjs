import { inTurns } from '../in-turns.mjs';
import { withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { median, quantile, ratioByRound } from '../statistics.mjs';
import { atMost, milliseconds, printTable, times } from '../table.mjs';
import { otherWebhook } from '../workload.mjs';

const NONE = 'no webhook';
const NONE_AGAIN = 'no webhook, again';
const LIMIT = 1.02;

/** What many webhooks to other types add to a create. */
export function measureUnrelatedWebhooks({ webhooks, warmUp, rounds, creates }) {
  return withChildren(async (start) => {
    const { url } = await startReceiver(start, { delayMs: 0 });
    const variants = {
      [NONE]: await startStrapi(start, { plugin: {} }),
      [NONE_AGAIN]: await startStrapi(start, { plugin: {} }),
    };
    const many = await startStrapi(start, { plugin: {} });
    for (let number = 0; number < webhooks; number += 1) {
      await many.call('addWebhook', otherWebhook({ url, name: `other ${number}` }));
    }
    const name = `${webhooks.toLocaleString('en')} to another type`;
    variants[name] = many;

    const make = (count) => (variant) => variant.call('createMany', { count });
    await inTurns(variants, 1, make(warmUp));
    print(await inTurns(variants, rounds, make(creates)), { rounds, creates, judged: name });
  });
}

function print(measured, { rounds, creates, judged }) {
  const durations = (name) => measured[name].map((round) => round.durations);
  printTable({
    title: '(e) Document create beside webhooks to another type',
    note: `${rounds} rounds of ${creates} creates each, in turns. The plugin is on in all of them.`,
    headings: ['', 'median', 'p95', 'ratio', 'quartiles', 'target'],
    rows: Object.keys(measured).map((name) => {
      const all = durations(name).flat();
      const { ratio, low, high } = ratioByRound(durations(name), durations(NONE));
      return [
        name,
        milliseconds(median(all)),
        milliseconds(quantile(all, 0.95)),
        times(ratio),
        `${times(low)} to ${times(high)}`,
        name === judged ? atMost(ratio, LIMIT) : '',
      ];
    }),
  });
}
