import { setTimeout as sleep } from 'node:timers/promises';

import { settled } from '../support/deliveries';
import { useQuotation } from '../support/quotation';
import { useScene } from '../support/scene';
import { createWebhook } from '../support/webhooks';
import { letPass } from './support/let-pass';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DELAY_MS = 5 * MINUTE;

const scene = useScene({ config: { relay: { pollIntervalMs: 10 } } });
const quotation = useQuotation(scene);

test.each([
  [429, 'seconds', () => '1800', 30 * MINUTE],
  [429, 'a date', () => new Date(Date.now() + HOUR).toUTCString(), HOUR],
  [429, 'a year', () => String(365 * 86_400), 24 * HOUR],
  [500, 'seconds', () => '1800', 30 * MINUTE],
  [500, 'nonsense', () => 'when it suits you', DELAY_MS],
])(
  'a %i with %s in Retry-After: not sooner, and not lost',
  async (status, _name, header, asked) => {
    const { app, receiver } = scene;
    receiver.replyWith({ status, headers: { 'retry-after': header() } }, 200);
    const webhook = await createWebhook(app, {
      url: receiver.url,
      retryDelays: [DELAY_MS / 1_000],
    });
    await quotation.save();
    await settled(app, webhook, 'pending');

    // The delay of the schedule varies by a fifth, what the receiver asks for does not.
    await letPass(app, asked * 0.79);
    await sleep(150);
    expect(receiver.requests).toHaveLength(1);

    await letPass(app, asked * 0.42);
    await settled(app, webhook, 'delivered');
    expect(receiver.requests).toHaveLength(2);
  },
);
