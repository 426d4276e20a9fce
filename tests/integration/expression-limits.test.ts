import { deliveriesOf } from '../support/deliveries';
import { QUOTATION } from '../support/documents';
import { useScene } from '../support/scene';
import { createWebhook } from '../support/webhooks';

const TIMEOUT_MS = 100;
/** What a save may take on a busy machine; without a limit it would be for ever. */
const SAVE_MS = 3_000;

const scene = useScene({ config: { expressions: { timeoutMs: TIMEOUT_MS } } });

const FORTY = 'a'.repeat(40);

test.each([
  ['endless recursion', '($f := function($x){ $f($x+1) }; $f(0))'],
  ['endless recursion that grows', '($f := function($x){ [$f($x+1), 1] }; $f(0))'],
  ['a catastrophic regex', `$match(doc.customer, /(a+)+$/).match = "b"`],
  ['a long sequence', '$count([1..9999999]) > 0'],
  ['a long text', '$length($pad("x", 99999999)) > 0'],
])('%s costs the save at most its limit', async (_, condition) => {
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
  const [delivery] = await deliveriesOf(app, webhook);
  // The regex runs in linear time, and is simply not met.
  const isRegex = condition.includes('$match');
  expect(delivery?.reason ?? 'not met').toMatch(isRegex ? 'not met' : 'The condition failed');
});
