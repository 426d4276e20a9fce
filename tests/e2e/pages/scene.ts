import type { Page } from 'playwright-core';

import { signIn, type AdminHttp } from '../support/admin-http';
import { makeSample, type Sample } from '../support/sample';
import { setStage, type Stage } from '../support/stage';

const DESKTOP = { width: 1440, height: 1000 };
/** The narrowest that WCAG 2.2 asks for (1.4.10, Reflow). */
const NARROW = { width: 320, height: 640 };

/** A stage with webhooks and deliveries of each kind; what the parts of `pages.e2e.ts` share. */
export interface Scene extends Stage {
  admin: AdminHttp;
  sample: Sample;
  /** Opens a page of the plugin by its path within it, or `''` for the list. */
  visit: (path: string) => Promise<void>;
}

export async function setScene(): Promise<Scene> {
  const stage = await setStage();
  try {
    const admin = await signIn(stage.url, 'admin@example.com');
    const sample = await makeSample(admin, stage.receiver);
    const visit = async (path: string) => {
      await stage.page.goto(`${stage.url}/admin/plugins/document-webhooks${path}`);
    };
    return { ...stage, admin, sample, visit };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

export async function showWide(page: Page): Promise<void> {
  await page.setViewportSize(DESKTOP);
}

export async function showNarrow(page: Page): Promise<void> {
  await page.setViewportSize(NARROW);
}
