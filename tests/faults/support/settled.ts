import { setTimeout as sleep } from 'node:timers/promises';

import type { Instance } from './instance';

/** Waits, as an operator would: for leases to run out, for retries to come due. */
export async function untilAllSettled(instance: Instance, withinMs = 180_000): Promise<void> {
  const until = performance.now() + withinMs;
  for (;;) {
    const open = await instance.call('countOpen');
    if (open === 0) return;
    if (performance.now() > until) {
      throw new Error(`${String(open)} deliveries never settled, like ${await oneOpen(instance)}`);
    }
    await sleep(100);
  }
}

async function oneOpen(instance: Instance): Promise<string> {
  const deliveries = await instance.call('deliveries');
  const open = deliveries.find(({ status }) => status === 'pending' || status === 'sending');
  return JSON.stringify(open);
}
