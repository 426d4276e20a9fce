import type { Page } from 'playwright-core';

import { startReceiver, type Receiver } from '../../support/receiver';
import { adminPanel } from './admin-panel';
import { launchBrowser } from './browser';
import { buildWhatIsStale } from './build';
import { startPlayground } from './playground';

const STEP_TIMEOUT_MS = 60_000;
export const STAGE_TIMEOUT_MS = 600_000;

export interface Stage {
  url: string;
  receiver: Receiver;
  page: Page;
  panel: ReturnType<typeof adminPanel>;
  close: () => Promise<void>;
}

/** A fresh playground with an admin who is logged in, in a browser; and a receiver. */
export async function setStage(): Promise<Stage> {
  await buildWhatIsStale();
  const playground = await startPlayground();
  const receiver = await startReceiver();
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  const page = await context.newPage();
  const panel = adminPanel(page, playground.url);
  await panel.logIn('admin@example.com', 'Password123');
  return {
    url: playground.url,
    receiver,
    page,
    panel,
    async close() {
      await browser.close();
      await receiver.close();
      await playground.stop();
    },
  };
}
