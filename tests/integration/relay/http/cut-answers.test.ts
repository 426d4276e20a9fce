import { settled } from '../../../support/deliveries';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createWebhook } from '../../../support/webhooks';

const MOST = 1_000;
const TOKEN = 's3cr3t-long-tokén';

const scene = useScene({ config: { delivery: { maxResponseBytes: MOST } } });
const quotation = useQuotation(scene);

/** The body in the log of an answer that goes on for long. */
async function keptOf(body: string): Promise<string | null | undefined> {
  const { app, receiver } = scene;
  receiver.replyWith({ status: 400, body: body + 'y'.repeat(MOST) });
  const webhook = await createWebhook(app, {
    url: receiver.url,
    headers: [{ key: 'X-Token', value: TOKEN, secret: true }],
    retryDelays: [],
  });
  await quotation.save();
  const { attempts } = await settled(app, webhook, 'failed');
  expect(attempts).toMatchObject([{ responseTruncated: true }]);
  return attempts[0]?.responseBody;
}

test.each(['é', '€', '👍'])('a %s that the cut goes through is left out', async (character) => {
  const before = 'x'.repeat(MOST - 1);

  expect(await keptOf(before + character)).toMatch(/^x{900,}\[redacted\]$/);
});

test('what is left of a secret is masked, though the cut goes through its é', async () => {
  const bytesWithinCut = Buffer.byteLength('s3cr3t-long-tok') + 1;
  const before = 'x'.repeat(MOST - bytesWithinCut);

  expect(await keptOf(before + TOKEN)).toMatch(/^x{900,}\[redacted\]$/);
});
