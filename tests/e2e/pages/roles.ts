import type { Locator, Page } from 'playwright-core';

import { adminPanel } from '../support/admin-panel';
import { PASSWORD, userWith } from '../support/admin-http';
import { NAMES } from '../support/sample';
import type { Scene } from './scene';

const PLUGIN = 'plugin::document-webhooks';

/** A role is offered what it may do, and nothing that would be refused. */
export function roles(scene: () => Scene): void {
  let page: Page;
  let refused: string[];
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const visit = (path: string) =>
    page.goto(`${scene().url}/admin/plugins/document-webhooks${path}`);

  /** Opens the panel as somebody whose only role has these actions. */
  async function enterAs(name: string, actions: string[]): Promise<void> {
    const { admin, page: mine, url } = scene();
    const permissions = actions.map((action) => ({ action: `${PLUGIN}.${action}` }));
    const email = await userWith(admin, name, permissions);
    const context = await mine.context().browser()?.newContext();
    if (!context) throw new Error('The browser is closed');
    page = await context.newPage();
    refused = [];
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    await adminPanel(page, url).logIn(email, PASSWORD);
  }

  describe('that may only read webhooks', () => {
    beforeAll(() => enterAs('reader', ['webhooks.read']));
    afterAll(() => page.context().close());

    test('can view and export the list, and no more', async () => {
      await visit('');
      await page.getByRole('row').filter({ hasText: NAMES.delivered }).waitFor();
      expect(await enabled(page.getByRole('main').getByRole('button'))).toEqual([
        'Import and export',
        ...(await menuButtons(page)),
      ]);
      expect(await enabled(page.getByRole('main').getByRole('switch'))).toEqual([]);
      expect(await linksTo(page, /create|deliveries/)).toEqual([]);

      await button(`Actions for ${NAMES.delivered}`).click();
      expect(await page.getByRole('menuitem').allTextContents()).toEqual(['View']);
      await page.keyboard.press('Escape');
      await button('Import and export').click();
      expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Export as JSON']);
      await page.keyboard.press('Escape');
      expect(refused).toEqual([]);
    });

    test('can look at a webhook, and change nothing of it', async () => {
      await visit(`/webhooks/${scene().sample.webhooks.delivered}`);
      await page.getByText('You can view this webhook').waitFor();
      await button('Delivery').click();
      await button('Security').click();
      await page.getByText('You are not allowed to rotate the secret.').waitFor();
      expect(await enabled(page.getByRole('main').getByRole('button'))).toEqual([
        'Delivery',
        'Security',
      ]);
      expect(await enabled(controlsOf(page))).toEqual([]);
      expect(await linksTo(page, /deliveries/)).toEqual([]);
      expect(refused).toEqual([]);
    });

    test('is not shown the deliveries', async () => {
      await visit('/deliveries');
      await page.getByText("You don't have the permissions to access that content").waitFor();
    });
  });

  describe('that may only read deliveries', () => {
    beforeAll(() => enterAs('auditor', ['deliveries.read']));
    afterAll(() => page.context().close());

    test('can read the log, and send or cancel nothing', async () => {
      const { deliveries } = scene().sample;
      for (const id of [deliveries.pending, deliveries.failed, deliveries.delivered]) {
        await visit(`/deliveries/${id}`);
        await page.getByRole('heading', { name: 'Attempts' }).waitFor();
        expect(await button('Redeliver').count()).toBe(0);
        expect(await button('Cancel delivery').count()).toBe(0);
        expect(await linksTo(page, /document-webhooks(\/webhooks.*)?$/)).toEqual([]);
      }
      await visit(`/deliveries?webhook=${scene().sample.webhooks.failing}`);
      await page.getByRole('row').filter({ hasText: NAMES.failing }).waitFor();
      expect(await button('Recover failed since…').count()).toBe(0);
      expect(refused).toEqual([]);
    });
  });
}

/** The names of those that can be pressed. */
async function enabled(controls: Locator): Promise<string[]> {
  return controls.evaluateAll((elements) =>
    elements
      .filter((it) => !it.matches(':disabled, [aria-disabled="true"], [data-disabled]'))
      .map((it) => it.ariaLabel ?? it.textContent),
  );
}

async function menuButtons(page: Page): Promise<string[]> {
  return (await enabled(page.getByRole('row').getByRole('button'))).filter((name) =>
    name.startsWith('Actions for '),
  );
}

function controlsOf(page: Page): Locator {
  const roles = ['combobox', 'switch', 'checkbox', 'radio'].map((role) => `main [role="${role}"]`);
  return page.locator(['main input', 'main textarea', ...roles].join(', '));
}

/** Addresses of links in the page that match. */
async function linksTo(page: Page, address: RegExp): Promise<string[]> {
  const links = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((elements) => elements.map((it) => it.getAttribute('href') ?? ''));
  return links.filter((href) => address.test(href));
}
