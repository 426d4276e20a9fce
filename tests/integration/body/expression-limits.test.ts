import { deliveriesOf } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const TIMEOUT_MS = 100;
/** What a save may take on a busy machine; without a limit it would be for ever. */
const SAVE_MS = 3_000;

const scene = useScene({
  config: { expressions: { timeoutMs: TIMEOUT_MS, renderBudgetMs: 300 } },
});

const FORTY = 'a'.repeat(40);

test.each([
  ['endless recursion', '($f := function($x){ $f($x+1) }; $f(0))', 'ran longer than 300 ms'],
  [
    'endless recursion that grows',
    '($f := function($x){ [$f($x+1), 1] }; $f(0))',
    /ran longer than 300 ms|The condition failed/,
  ],
  // It runs in linear time, and is simply not met.
  ['a catastrophic regex', `$match(doc.customer, /(a+)+$/).match = "b"`, 'not met'],
  ['a long sequence', '$count([1..9999999]) > 0', 'The condition failed'],
  ['a long text', '$length($pad("x", 99999999)) > 0', 'The condition failed'],
])('%s costs the save at most its limit', async (_, condition, reason) => {
  const { app } = scene;
  const webhook = await createWebhook(app, {
    url: scene.receiver.url,
    events: ['entry.create'],
    condition,
  });
  const from = performance.now();
  const { documentId } = await app.documents(QUOTATION).create({
    data: { name: condition, customer: `${FORTY}!` },
  });
  const tookMs = performance.now() - from;

  expect(await app.documents(QUOTATION).findOne({ documentId })).not.toBeNull();
  expect(tookMs).toBeLessThan(TIMEOUT_MS + SAVE_MS);
  await eventually(async () => {
    const [delivery] = await deliveriesOf(app, webhook);
    expect(delivery?.reason ?? 'not met').toMatch(reason);
  });
});
