import { setTimeout as sleep } from 'node:timers/promises';

import { withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { median, quantile } from '../statistics.mjs';
import { atMost, milliseconds, printTable, times } from '../table.mjs';
import { documentWebhook, hostilePreview } from '../workload.mjs';

const ALONE = 'alone';
const ATTACKED = 'beside the attack';
const LIMIT = 1.5;

/** What a save notices of previews that a limited admin makes as slow as they may be. */
export function measureHostile(plan) {
  return withChildren(async (start) => {
    const receiver = await startReceiver(start, { delayMs: 0 });
    const strapi = await startStrapi(start, { plugin: {} });
    await strapi.call('addWebhook', documentWebhook({ url: receiver.url }));
    const door = await strapi.call('openToLimitedAdmin');
    await strapi.call('createMany', { count: plan.warmUp, gapMs: plan.gapMs });

    const measured = { [ALONE]: [], [ATTACKED]: [] };
    const statuses = new Map();
    for (let round = 0; round < plan.rounds; round += 1) {
      measured[ALONE].push(...(await write(strapi, plan)));
      const attack = beginAttack(door, { ...plan, statuses });
      await sleep(plan.leadMs);
      measured[ATTACKED].push(...(await write(strapi, plan)));
      await attack.end();
    }
    print(measured, { ...plan, statuses });
  });
}

async function write(strapi, { creates, gapMs }) {
  const { durations } = await strapi.call('createMany', { count: creates, gapMs });
  return durations;
}

/** Each attacker previews again as soon as the answer is there; it hangs up at the end. */
function beginAttack({ url, token, documentId }, { attackers, statuses }) {
  const over = new AbortController();
  const body = JSON.stringify(hostilePreview({ documentId }));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const attack = async () => {
    while (!over.signal.aborted) {
      const { signal } = over;
      const status = await fetch(url, { method: 'POST', headers, body, signal }).then(
        async (response) => {
          await response.text();
          return response.status;
        },
        () => 'hung up',
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const attacks = Array.from({ length: attackers }, attack);
  return {
    async end() {
      over.abort();
      await Promise.all(attacks);
    },
  };
}

function print(measured, { rounds, creates, gapMs, attackers, statuses }) {
  const p95 = (name) => quantile(measured[name], 0.95);
  const answers = [...statuses].map(([status, count]) => `${status}: ${count}`).join(', ');
  printTable({
    title: '(i) Document create beside hostile previews',
    note: `${rounds} × ${creates} writes each, in turns, ${gapMs} ms between two; ${attackers} previews at a time, of 200 slow parts each. Answers: ${answers}.`,
    headings: ['', 'median', 'p95', 'p95 of alone', 'target'],
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
