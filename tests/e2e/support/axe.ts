import { readFileSync } from 'node:fs';

import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const BACKGROUND = { light: 'rgb(246, 246, 249)', dark: 'rgb(24, 24, 38)' };

interface Axe {
  run: (
    context: string,
  ) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
}

/** Shows the page in a theme: Strapi follows the system's until a user chooses one. */
export async function showTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.waitForFunction(
    (color) => getComputedStyle(document.body).backgroundColor === color,
    BACKGROUND[theme],
  );
}

/** What axe finds in this part of the page that is serious or critical. */
export async function faultsOf(page: Page, part: string): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (context) => {
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run(context);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  }, part);
}
