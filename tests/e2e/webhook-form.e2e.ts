import type { Page, Request } from 'playwright-core';

import { gate } from '../support/gate';
import type { Receiver } from '../support/receiver';
import { adminPanel } from './support/admin-panel';
import { describeInBrowser } from './support/browser';
import { setStage, STAGE_TIMEOUT_MS, type Stage } from './support/stage';

const NAME = 'Quotations to the shop';
/** One webhook, at the admin API. */
const WEBHOOK = /\/document-webhooks\/webhooks\/\w+$/;

jest.setTimeout(300_000);

describeInBrowser('the form of a webhook', () => {
  let stage: Stage;
  let receiver: Receiver;
  let page: Page;
  let panel: Stage['panel'];
  const textbox = (name: string) => page.getByRole('textbox', { name, exact: true });
  const choose = (name: RegExp) => page.getByRole('radio', { name }).click();
  const whatIsSaved = async () => {
    const saving = page.waitForRequest(isSave);
    await panel.save();
    const input = (await saving).postDataJSON() as Record<string, unknown>;
    await (await saving).response();
    return input;
  };

  beforeAll(async () => {
    stage = await setStage();
    ({ receiver, page, panel } = stage);
  }, STAGE_TIMEOUT_MS);

  afterAll(() => stage.close());

  test('rows stay apart when another payload was chosen meanwhile', async () => {
    await panel.openWebhooks();
    await panel.fillInWebhook({
      name: NAME,
      contentType: 'Quotation',
      event: 'Update',
      url: `${receiver.url}/shop`,
      mapping: [
        { field: 'name', key: 'id' },
        { field: 'items', key: 'lineItems' },
      ],
    });
    await choose(/^Template/);
    await choose(/^Fields/);
    await page.getByRole('button', { name: 'Add field' }).click();
    await page.getByRole('button', { name: 'Remove row 1' }).click();

    expect(await page.getByRole('group', { name: /^Row \d$/ }).count()).toBe(2);
    expect(await textbox('Row 1: key').inputValue()).toBe('lineItems');
    await panel.save();
    await panel.waitForNotification('The webhook is created.');
    await page.getByRole('heading', { name: NAME, level: 1 }).waitFor();
  });

  test('nothing can be typed while it is saved, and all can be once that is refused', async () => {
    const answer = gate();
    await page.route(WEBHOOK, async (route) => {
      await answer.opened;
      await route.continue();
    });
    await textbox('Description').fill('For the shop');
    await textbox('URL').fill('https:///shop');
    const saving = page.waitForRequest(isSave);
    await panel.save();
    await saving;
    await page.locator('#description').focus();
    await page.keyboard.type('Lost');
    expect(await page.locator('#description').inputValue()).toBe('For the shop');

    answer.open();
    await page.getByRole('alert').filter({ hasText: 'One field needs your attention' }).waitFor();
    await page.unroute(WEBHOOK);
    await page
      .locator(':focus')
      .getByRole('button', { name: /^URL: / })
      .click();
    await page.locator('#url:focus').waitFor();
    expect(await textbox('Description').inputValue()).toBe('For the shop');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(`${receiver.url}/shop`);
    await panel.save();
    await panel.waitForNotification('The webhook is saved.');
    expect(await textbox('URL').isEnabled()).toBe(true);
  });

  test('the name of a custom event is added by Enter, which does not save', async () => {
    const saves: Request[] = [];
    page.on('request', (request) => isSave(request) && saves.push(request));
    await textbox('Description').fill('For the shop and its orders');
    await textbox('Name of a custom event').fill('order.paid');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'order.paid', checked: true }).waitFor();
    await page.keyboard.press('Enter');
    expect(saves).toEqual([]);

    expect(await whatIsSaved()).toMatchObject({ events: ['entry.update', 'order.paid'] });
  });

  test('saved, it does not undo that the system disabled the webhook meanwhile', async () => {
    const description = textbox('Description');
    await description.fill('For the shop, which is gone');
    receiver.replyWith(410);
    const elsewhere = await page.context().newPage();
    const other = adminPanel(elsewhere, new URL(page.url()).origin);
    await other.skipTours();
    await other.changeCustomerOf('QTN-00001', 'Acme Corporation, Berlin');
    await receiver.received(1);
    await other.openWebhooks();
    await elsewhere.getByRole('row').filter({ hasText: NAME }).getByText('Disabled').waitFor();
    await elsewhere.close();

    expect(await page.getByRole('radio', { name: /^Enabled/ }).isChecked()).toBe(true);
    expect(await whatIsSaved()).not.toHaveProperty('state');
    await page.getByText('Disabled by the system: 410 Gone').waitFor();
    expect(await page.getByRole('radio', { name: /^Disabled/ }).isChecked()).toBe(true);
    expect(await description.inputValue()).toBe('For the shop, which is gone');
  });

  test('the state is saved where another is chosen', async () => {
    await choose(/^Enabled/);
    expect(await whatIsSaved()).toMatchObject({ state: 'enabled' });
    await page.getByText('Disabled by the system').waitFor({ state: 'hidden' });
  });

  test('what is wrong with a template shows though another payload was chosen', async () => {
    const template = textbox('Template');
    await choose(/^Template/);
    await template.fill('{ "id": ');
    await choose(/^Whole document/);
    await template.waitFor({ state: 'hidden' });
    await panel.save();

    await page
      .getByRole('alert')
      .getByRole('button', { name: /^Template: / })
      .click();
    await page.locator('#template:focus').waitFor();
    expect(await template.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('End');
    await page.keyboard.type('doc.name }');
    expect(await template.inputValue()).toBe('{ "id": doc.name }');
    await panel.save();
    await template.waitFor({ state: 'hidden' });
  });
});

function isSave(request: Request): boolean {
  return request.method() === 'PUT' && WEBHOOK.test(request.url());
}
