import { deliveriesOf } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const SLOW = 30;
/** On a busy machine; if all webhooks shared the threads alike, it would take 75 seconds of CPU time. */
const SOON_MS = 30_000;
/** One rendering may be under way when its webhook is disabled. */
const STOPPED_MS = 90_000;

const scene = useScene({ config: { expressions: { renderBudgetMs: 5_000 } } });

function templated(name: string, source: string) {
  const at = `${scene.receiver.url}/${name}`;
  const events = ['entry.create'];
  return { name, url: at, events, payload: 'template' as const, template: source };
}

test('thirty webhooks whose template uses up its budget delay no other webhook', async () => {
  const { app, receiver } = scene;
  const slow: Awaited<ReturnType<typeof createWebhook>>[] = [];
  for (let at = 0; at < SLOW; at += 1) {
    const source = `($f := function($x) { $f($x) }; $f(${String(at)}))`;
    slow.push(await createWebhook(app, templated(`slow-${String(at)}`, source)));
  }
  await createWebhook(app, templated('quick', '{ "name": doc.name }'));

  const arrived: number[] = [];
  for (const name of ['first', 'second', 'third']) {
    const from = performance.now();
    await app.documents(QUOTATION).create({ data: { name } });
    await eventually(() => {
      const bodies = receiver.requestsAt('/quick').map(({ json }) => json);
      expect(bodies).toContainEqual({ name });
    }, SOON_MS);
    arrived.push(performance.now() - from);
  }
  if (process.env['SHOW_MS']) console.log(arrived);

  for (const webhook of slow) await updateWebhook(app, webhook, { state: 'disabled' });
  await eventually(async () => {
    for (const webhook of slow) {
      for (const { status } of await deliveriesOf(app, webhook)) {
        expect(['cancelled', 'failed']).toContain(status);
      }
    }
  }, STOPPED_MS);
});
