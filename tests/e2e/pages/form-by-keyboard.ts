import type { Page } from 'playwright-core';

import { faultsOf } from '../support/axe';
import type { Scene } from './scene';

const NAME = 'Quotations to a shop whose name is long enough to need more than one line of a list';
const ROWS = 50;
const BUDGET_MS = 50;

/** The form of a new webhook: rows, names, and how fast a key press is shown. */
export function formByKeyboard(scene: () => Scene): void {
  let page: Page;
  let panel: Scene['panel'];
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const focused = () =>
    page.evaluate(() => {
      const { id, tagName } = document.activeElement ?? document.body;
      return id === '' ? tagName : id;
    });

  beforeAll(async () => {
    ({ page, panel } = scene());
    await scene().visit('');
  });

  test('an added row takes the focus, and a removed one gives it to its neighbour', async () => {
    await panel.openWebhooks();
    await panel.fillInWebhook({
      name: NAME,
      contentType: 'Quotation',
      event: 'Update',
      url: `${scene().receiver.url}/shop`,
      mapping: [{ field: 'name', key: 'id' }],
    });
    await button('Add field').click();
    await expectSoon(focused, 'mapping.1.fieldname');
    await button('Move row 2 up').click();
    await expectSoon(focused, 'mapping-0-down');
    await button('Remove row 1').click();
    await expectSoon(focused, 'mapping-0-remove');
    await button('Remove row 1').click();
    await expectSoon(focused, 'mapping-add');
  });

  test('the form has no serious fault of accessibility', async () => {
    expect(await faultsOf(page, 'main')).toEqual([]);
  });

  test('after it is created, the heading has the focus; after a save, the button keeps it', async () => {
    await button('Save').click();
    await page.getByRole('heading', { name: NAME, level: 1 }).waitFor();
    await expectSoon(focused, 'main-content-title');
    await page.getByRole('textbox', { name: 'Description', exact: true }).fill('x');
    await button('Save').focus();
    await page.keyboard.press('Enter');
    await panel.waitForNotification('The webhook is saved.');
    expect(await focused()).toBe('BUTTON');
  });

  test('a key press is shown in time, also beside many rows', async () => {
    for (let row = 1; row <= ROWS; row += 1) await button('Add field').click();
    const url = page.getByRole('textbox', { name: 'URL', exact: true });
    const key = page.getByRole('textbox', { name: `Row ${String(ROWS)}: key`, exact: true });
    for (const box of [url, key]) {
      await box.click();
      expect(await typingMs(page)).toBeLessThan(BUDGET_MS);
    }
  });

  test('on a narrow screen all can be reached, and nothing runs over its edge', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await button('Save').waitFor();
    expect(await isWithin(page, 'Save')).toBe(true);
    expect(await overflow(page)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 1000 });
  });
}

/** The processor time of the main thread that a key press takes, the median of some: other processes do not count. */
async function typingMs(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const found = metrics.find(({ name }) => name === 'TaskDuration');
    return (found?.value ?? 0) * 1000;
  };
  const times: number[] = [];
  for (const character of 'abcdefghijk') {
    const before = await taskMs();
    await page.keyboard.type(character);
    await page.evaluate(
      () => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))),
    );
    times.push((await taskMs()) - before);
  }
  await session.detach();
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

async function expectSoon(read: () => Promise<string>, expected: string): Promise<void> {
  for (let tries = 0; tries < 40 && (await read()) !== expected; tries += 1) {
    await new Promise((later) => setTimeout(later, 50));
  }
  expect(await read()).toBe(expected);
}

async function isWithin(page: Page, name: string): Promise<boolean> {
  const box = await page.getByRole('button', { name, exact: true }).boundingBox();
  return box !== null && box.x >= 0 && box.x + box.width <= 320;
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}
