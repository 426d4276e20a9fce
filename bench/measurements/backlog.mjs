import { withChildren } from '../processes/child.mjs';
import { startReceiver, startStrapi } from '../processes/variants.mjs';
import { atMost, perSecond, printTable } from '../table.mjs';
import { documentWebhook } from '../workload.mjs';

const LIMIT_MB = 100;

/** How much memory a backlog takes while it drains. */
export function measureBacklog({ warmUp, deliveries }) {
  return withChildren(async (start) => {
    const receiver = await startReceiver(start, { delayMs: 0 });
    const ours = await startStrapi(start, { plugin: { relay: { enabled: false } } });
    const webhook = await ours.call('addWebhook', documentWebhook({ url: receiver.url }));

    const drain = async (count) => {
      await receiver.call('reset');
      await ours.call('fillOutbox', { webhook, count });
      const drained = await ours.call('drainWatched');
      await receiver.call('until', count);
      return { count, ...drained };
    };
    print({ 'warm-up': await drain(warmUp), backlog: await drain(deliveries) });
  });
}

function print(drains) {
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  printTable({
    title: '(e) Memory of the process while a backlog drains',
    note: 'Resident memory right before each drain, and its peak while it lasts, looked at every 100 ms.',
    headings: ['', 'deliveries', 'rate', 'before', 'peak', 'more', 'target'],
    rows: Object.entries(drains).map(([name, { count, startedAt, endedAt, before, peak }]) => [
      name,
      count.toLocaleString('en'),
      perSecond((count * 1_000) / (endedAt - startedAt)),
      megabytes(before),
      megabytes(peak),
      megabytes(peak - before),
      name === 'backlog' ? atMost((peak - before) / 1e6, LIMIT_MB) : '',
    ]),
  });
}
