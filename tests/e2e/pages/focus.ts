import type { Locator } from 'playwright-core';

import { NAMES } from '../support/sample';
import { showNarrow, showWide, type Scene } from './scene';
import { DIALOGS } from './sights';

/** A keyboard goes on from where it was: the focus never falls to the body of the page. */
export function focusOn(scene: () => Scene): void {
  const button = (name: string) => scene().page.getByRole('button', { name, exact: true });
  const byId = (id: string) => scene().page.locator(`#${id}`);
  const box = (name: string) => scene().page.getByLabel(name, { exact: true });
  /** By name: most are buttons, one is a switch. */
  const opened = (name: string) =>
    button(name).or(scene().page.getByRole('switch', { name, exact: true }));
  const expectFocus = (control: Locator) =>
    control.and(scene().page.locator(':focus')).waitFor({ timeout: 10_000 });
  const dialog = (part: string) => {
    const found = DIALOGS.find(({ name }) => name.includes(part));
    if (!found) throw new Error(`No dialog ${part}`);
    return found;
  };
  const confirm = async (part: string, name: string) => {
    await dialog(part).open(scene());
    await scene()
      .page.locator(dialog(part).part)
      .getByRole('button', { name, exact: true })
      .click();
  };

  test.each(DIALOGS)('$name gives it back when it is closed', async ({ part, open, opener }) => {
    await open(scene());
    await scene().page.keyboard.press('Escape');
    await scene().page.locator(part).waitFor({ state: 'hidden' });
    await expectFocus(opened(opener));
  });

  test.each([
    ['beside', showWide],
    ['in place of', showNarrow],
  ])('a closed delivery gives it to its link, opened %s the list', async (_where, show) => {
    const { page, visit, sample } = scene();
    await show(page);
    await visit('/deliveries');
    const row = page.getByRole('row').filter({ hasText: 'Pending' });
    await row.getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: sample.deliveries.pending }).waitFor();
    await expectFocus(page.locator('main *'));
    await button('Close the delivery').focus();
    await page.keyboard.press('Enter');
    await expectFocus(byId(`delivery-${sample.deliveries.pending}`));
    await showWide(page);
  });

  test.each([
    ['header', 'Add header', 'Remove header', 'Header 3: name', 'headers'],
    [
      'watched field',
      'Add watched field',
      'Remove watched field',
      'Watched field 2',
      'watchedFields',
    ],
  ])('an added %s takes it, and its neighbour when it goes', async (...row) => {
    const [, add, remove, field, list] = row;
    const { visit, sample } = scene();
    await visit(`/webhooks/${sample.webhooks.delivered}`);
    const last = Number(/\d/.exec(field)?.[0]);
    await button(add).click();
    await expectFocus(box(field));
    await button(`${remove} ${String(last)}`).click();
    await expectFocus(button(`${remove} ${String(last - 1)}`));
    for (let number = last - 1; number > 0; number -= 1) await button(`${remove} 1`).click();
    await expectFocus(byId(`${list}-add`));
  });

  test('what goes with its own click leaves it nearby', async () => {
    const { page, visit, sample } = scene();
    await visit(`/webhooks/${sample.webhooks.failing}`);
    await page.getByRole('textbox', { name: 'Name of a custom event' }).fill('order.paid');
    await button('Add event').click();
    await expectFocus(box('Name of a custom event'));
    await button('Add header').click();
    await page.keyboard.type('Authorization');
    await button('Keep it secret').click();
    await expectFocus(box('Header 1: value'));
    await visit('/deliveries?status=pending');
    await button('Clear filters').click();
    await expectFocus(byId('main-content-title'));
    await button('Refresh').click();
    await expectFocus(button('Refresh'));
  });

  test('a secret that was generated gives it back to the page', async () => {
    await confirm('rotates', 'Cancel');
    await button('Rotate secret').click();
    await scene()
      .page.getByRole('dialog')
      .getByRole('button', { name: 'Rotate', exact: true })
      .click();
    await button('I have copied it').click();
    await expectFocus(byId('main-content-title').or(button('Rotate secret')));
  });

  test('a confirmed dialog leaves it in the page', async () => {
    const { panel, page } = scene();
    await confirm('redelivers', 'Redeliver');
    await panel.waitForNotification('queued again');
    await expectFocus(button('Redeliver'));
    await confirm('recovers', 'Recover');
    await expectFocus(button('Recover failed since…'));
    await confirm('cancels', 'Confirm');
    await page.getByText('Cancelled').first().waitFor();
    await expectFocus(button('Redeliver'));
    await confirm('disables', 'Disable and cancel pending');
    await page
      .getByText(/is disabled/)
      .first()
      .waitFor();
    // The list is read again after the notification.
    await page.getByRole('switch', { name: NAMES.delivered, checked: false }).waitFor();
    await expectFocus(opened(`${NAMES.delivered}: enabled`));
    await page.keyboard.press('Space');
    await page
      .getByText(/is enabled/)
      .first()
      .waitFor();
    await expectFocus(opened(`${NAMES.delivered}: enabled`));
    await confirm('deletes', 'Confirm');
    await page
      .getByRole('link', { name: NAMES.delivered, exact: true })
      .waitFor({ state: 'hidden' });
    await expectFocus(byId('main-content-title'));
  });
}
