import { readFile } from 'node:fs/promises';

import type { Page } from 'playwright-core';

import { gate } from '../support/gate';
import type { Receiver } from '../support/receiver';
import { describeInBrowser } from './support/browser';
import { setStage, STAGE_TIMEOUT_MS, type Stage } from './support/stage';

interface Exported {
  webhooks: Record<string, unknown>[];
}

const CONDITION = '$contains(doc.customer, "Globex")';
const OTHER_CONDITION = '$contains(doc.customer, "Hooli")';
const TEMPLATE = '{ "id": doc.name, "rows": [doc.items.sku] }';

jest.setTimeout(300_000);

describeInBrowser('a webhook with a condition and a template, made by hand', () => {
  let stage: Stage;
  let receiver: Receiver;
  let page: Page;
  let panel: Stage['panel'];
  let exported: Exported;
  const preview = () => page.getByRole('region', { name: 'Preview' });
  const chooseEntry = async (name: string) => {
    const entry = preview().getByRole('combobox', { name: 'Entry' });
    await entry.click();
    await entry.fill(name);
    await page.getByRole('option', { name }).click();
  };

  beforeAll(async () => {
    stage = await setStage();
    ({ receiver, page, panel } = stage);
  }, STAGE_TIMEOUT_MS);

  afterAll(() => stage.close());

  test('until it says what it is about, the preview says what it waits for', async () => {
    await panel.openWebhooks();
    await page.getByRole('link', { name: 'Create webhook' }).first().click();
    await preview().getByText('Choose a content type, an event and a URL').waitFor();
    await page.goBack();
  });

  test('what is half written is listed in the preview, and leads to its field', async () => {
    await panel.fillInWebhook({
      name: 'Quotations of Globex',
      contentType: 'Quotation',
      event: 'Update',
      url: `${receiver.url}/of/{{ doc.name }}`,
      mapping: [],
    });
    await page.getByRole('textbox', { name: 'Condition' }).fill('$contains(doc.customer,');
    await preview().getByText('No preview yet').waitFor();
    await preview()
      .getByRole('button', { name: /^Condition: / })
      .click();

    const condition = page.getByRole('textbox', { name: 'Condition', description: /JSONata/ });
    await page.locator('#condition:focus').waitFor();
    expect(await condition.getAttribute('aria-invalid')).toBe('true');
  });

  test('the preview shows for a real entry whether it would be sent, and what', async () => {
    await page.getByRole('textbox', { name: 'Condition' }).fill(CONDITION);
    await page.getByRole('radio', { name: /^Template/ }).click();
    await page.getByRole('textbox', { name: 'Template' }).fill(TEMPLATE);
    await chooseEntry('QTN-00001');
    await preview().getByText('Would not be sent').waitFor();
    await preview().getByText(`The condition was not met: ${CONDITION}`).waitFor();

    await chooseEntry('QTN-00002');
    await preview().getByText('Would be sent', { exact: true }).waitFor();
    await preview().getByText(`${receiver.url}/of/QTN-00002`).waitFor();
    const body = await preview().getByRole('region', { name: 'Request body' }).textContent();
    expect(JSON.parse(body ?? '')).toMatchObject({ id: 'QTN-00002', rows: ['SKU-4'] });
    expect(receiver.requests).toEqual([]);
  });

  test('an entry can be chosen during the search for it', async () => {
    const searches = /_q=QTN-00001/;
    const answer = gate();
    await page.route(searches, async (route) => {
      await answer.opened;
      await route.continue();
    });
    const searching = page.waitForRequest(searches);
    const found = page.waitForResponse(searches);
    const entry = preview().getByRole('combobox', { name: 'Entry' });
    await entry.click();
    await entry.fill('QTN-00001');
    await searching;
    await page.getByRole('option', { name: 'QTN-00001' }).click();
    await preview().getByText('Would not be sent').waitFor();

    answer.open();
    await found;
    await page.unroute(searches);
    expect(await entry.inputValue()).toContain('QTN-00001');

    await chooseEntry('QTN-00002');
    await preview().getByText('Would be sent', { exact: true }).waitFor();
  });

  test('a search that finds nothing, or fails, says so in the list', async () => {
    const entry = preview().getByRole('combobox', { name: 'Entry' });
    await entry.click();
    await entry.fill('QTN-99999');
    await page.getByRole('option', { name: 'No entry found.' }).waitFor();

    await page.route(/_q=QTN-88888/, (route) => route.abort());
    await entry.fill('QTN-88888');
    await page.getByRole('option', { name: 'The search failed. Type again to retry.' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await entry.inputValue()).toBe('QTN-88888');
    await entry.blur();
    expect(await entry.inputValue()).toContain('QTN-00002');
  });

  test('the request that it shows can be copied as a command', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await preview().getByRole('button', { name: 'Copy as cURL' }).click();
    await panel.waitForNotification('Copied.');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`--request POST '${receiver.url}/of/QTN-00002'`);
    expect(copied).toContain(`--data-raw '{"id":"QTN-00002"`);
  });

  test('a backtest shows for how many of the last entries it would fire', async () => {
    await preview().getByRole('button', { name: 'Try on recent entries' }).click();
    await preview()
      .getByText(/^1 of \d+ would fire$/)
      .waitFor();
    await preview()
      .getByRole('listitem')
      .filter({ hasText: 'QTN-00001' })
      .filter({ hasText: 'The condition was not met' })
      .waitFor();
  });

  test('saved, it sends what the preview showed', async () => {
    await page.getByRole('checkbox', { name: 'Skipped events' }).click();
    await panel.save();
    await panel.waitForNotification('The webhook is created.');
    await panel.changeCustomerOf('QTN-00002', 'Globex, Springfield');

    const [request] = await receiver.received(1);
    expect(request).toMatchObject({ method: 'POST', path: '/of/QTN-00002' });
    expect(request?.json).toEqual({ id: 'QTN-00002', rows: ['SKU-4'] });
  });

  test('a skipped event is in the log, with the reason and the actor', async () => {
    await panel.changeCustomerOf('QTN-00001', 'Initech');
    await panel.openDeliveries();
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Skipped' }).click();
    await page.keyboard.press('Escape');

    const row = page
      .getByRole('row')
      .filter({ hasText: `The condition was not met: ${CONDITION}` });
    await row.getByText('Skipped', { exact: true }).waitFor();
    await row.getByText(/ · by [^·]+$/).waitFor();
    await row.getByRole('link', { name: 'Quotation updated' }).click();
    await page.getByText('Changed by').waitFor();
    await page.getByText('No attempts: skipped by the filter.').waitFor();
    expect(receiver.requests).toHaveLength(1);
  });

  test('the list shows its filter', async () => {
    await panel.openWebhooks();
    const row = page.getByRole('row').filter({ hasText: 'Quotations of Globex' });
    await row.getByRole('img', { name: 'Only when' }).waitFor();
    await row.getByText(CONDITION).waitFor();
  });

  test('exported, it is in the file, without what only this Strapi knows', async () => {
    const downloading = page.waitForEvent('download');
    await panel.chooseTransfer('Export as JSON');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('document-webhooks.json');

    exported = JSON.parse(await readFile(await download.path(), 'utf8')) as Exported;
    expect(exported.webhooks).toHaveLength(1);
    expect(exported.webhooks[0]).toMatchObject({
      name: 'Quotations of Globex',
      url: `${receiver.url}/of/{{ doc.name }}`,
      condition: CONDITION,
      template: TEMPLATE,
    });
    expect(exported.webhooks[0]).not.toHaveProperty('documentId');
  });

  test('what a changed file would do is shown, and is not done before it is confirmed', async () => {
    const [webhook] = exported.webhooks;
    await panel.chooseTransfer('Import from JSON');
    const dialog = page.getByRole('dialog', { name: 'Import webhooks' });
    const confirm = dialog.getByRole('button', { name: 'Import', exact: true });
    await panel.chooseFile('JSON file', 'not JSON');
    await dialog.getByText('This file contains no exported webhooks').waitFor();
    await panel.chooseFile('JSON file', JSON.stringify(exported));
    await dialog.getByText('Unchanged').waitFor();
    expect(await confirm.isDisabled()).toBe(true);

    const changed = [
      { ...webhook, condition: OTHER_CONDITION },
      { ...webhook, name: 'Quotations of all' },
    ];
    await panel.chooseFile('JSON file', JSON.stringify({ webhooks: changed }));
    const items = dialog.getByRole('listitem');
    await items
      .filter({ hasText: 'Changed' })
      .getByText(`condition: ${CONDITION} → ${OTHER_CONDITION}`)
      .waitFor();
    await items.filter({ hasText: 'Quotations of all' }).getByText('New').waitFor();
    expect(await page.getByRole('row', { includeHidden: true }).count()).toBe(2);

    await confirm.click();
    await panel.waitForNotification('2 webhooks imported');
    await page.getByRole('row').filter({ hasText: OTHER_CONDITION }).waitFor();
    await page.getByRole('row').filter({ hasText: 'Quotations of all' }).waitFor();
  });

  test('a custom event is tried with data that is typed', async () => {
    await panel.openWebhook('Quotations of Globex');
    await page.getByRole('textbox', { name: 'Name of a custom event' }).fill('order.paid');
    await page.getByRole('button', { name: 'Add event' }).click();
    await preview().getByRole('combobox', { name: 'Event' }).click();
    await page.getByRole('option', { name: 'order.paid' }).click();
    await preview().getByText('Would not be sent').waitFor();

    const data = preview().getByRole('textbox', { name: 'Data' });
    await data.fill('{ "name": ');
    await preview().getByText('Invalid JSON. Complete or fix it to see a preview.').waitFor();
    await data.fill('{ "name": "Order 7", "customer": "Hooli", "items": [{ "sku": "A" }] }');
    await preview().getByText('Would be sent', { exact: true }).waitFor();
    await preview().getByText(`${receiver.url}/of/Order%207`).waitFor();
    const body = await preview().getByRole('region', { name: 'Request body' }).textContent();
    expect(JSON.parse(body ?? '')).toEqual({ id: 'Order 7', rows: ['A'] });
    await panel.save();
    await panel.waitForNotification('The webhook is saved.');
  });

  test('a test sends what is typed, and shows the response', async () => {
    const body = '{"ok":true}';
    receiver.replyWith({ status: 201, headers: { 'x-receiver': 'here' }, body });
    await panel.openWebhook('Quotations of Globex');
    await chooseEntry('QTN-00002');
    await page.getByRole('textbox', { name: 'Template' }).fill('{ "tried": doc.name }');
    await preview().getByText('"tried"').waitFor();
    await page.getByRole('button', { name: 'Send test' }).focus();
    await page.keyboard.press('Enter');

    const last = preview().getByRole('region', { name: 'Last test' });
    await last.getByRole('status').filter({ hasText: '201' }).waitFor();
    await last.getByText('x-receiver').waitFor();
    expect(receiver.requests.at(-1)).toMatchObject({
      path: '/of/QTN-00002',
      json: { tried: 'QTN-00002' },
    });
    receiver.replyWith(500);
    await page.getByRole('button', { name: 'Send test' }).click();
    await last.getByText('The receiver responded with 500').waitFor();
    receiver.reset();
  });

  test('what is saved can be sent now, and the log tells tests apart', async () => {
    expect(await page.getByRole('button', { name: 'Send now' }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Template' }).fill(TEMPLATE);
    await page.getByRole('button', { name: 'Send now' }).click();
    await panel.waitForNotification('The delivery is queued.');
    const [sent] = await receiver.received(1);
    expect(sent?.json).toEqual({ id: 'QTN-00002', rows: ['SKU-4'] });

    await page.getByRole('link', { name: 'View in the delivery log' }).click();
    await page.getByRole('button', { name: /^500 Attempt 1 \(test\)/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Redeliver' }).count()).toBe(0);
    await page.getByRole('row').filter({ hasText: 'Quotation sent manually' }).waitFor();
    await page.getByRole('row').filter({ hasText: 'Test · ' }).first().waitFor();
  });

  test("Strapi's built-in webhook moves in, disabled, once and not twice", async () => {
    await panel.createBuiltInWebhook({ name: 'Site build', url: 'https://example.com/build' });
    await panel.openWebhooks();
    await panel.chooseTransfer("Import Strapi's built-in webhooks");
    const dialog = page.getByRole('dialog', { name: "Import Strapi's built-in webhooks" });
    const item = dialog.getByRole('listitem').filter({ hasText: 'Site build' });
    await item.getByText('Will be imported').waitFor();
    await dialog.getByRole('button', { name: 'Import 1 webhook' }).click();
    await panel.waitForNotification('1 webhook imported, disabled');
    const row = page.getByRole('row').filter({ hasText: 'Site build' });
    await row.getByText('Disabled').waitFor();

    await panel.chooseTransfer("Import Strapi's built-in webhooks");
    await item.getByText('Imported before').waitFor();
    expect(await dialog.getByRole('button', { name: 'Nothing to import' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await row.count()).toBe(1);
  });

  test('what clears the filters clears the search with them', async () => {
    const search = page.getByRole('textbox', { name: 'Search by name or URL' });
    await search.fill('No such name');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('row').filter({ hasText: 'Site build' }).waitFor();
    expect(await search.inputValue()).toBe('');

    await search.fill('Globex ');
    await page.getByText('1 webhook', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('_q')).toBe('Globex');
    expect(await search.inputValue()).toBe('Globex ');
    expect(await page.getByRole('row').count()).toBe(2);
  });

  test("who may not read Strapi's own webhooks is not offered to import them", async () => {
    await page.route('**/users/me/permissions', async (route) => {
      const answer = await route.fetch();
      const { data } = (await answer.json()) as { data: { action: string }[] };
      const granted = data.filter(({ action }) => action !== 'admin::webhooks.read');
      await route.fulfill({ response: answer, json: { data: granted } });
    });
    await page.reload();
    await page.getByRole('button', { name: 'Import and export' }).click();
    await page.getByRole('menuitem', { name: 'Import from JSON' }).waitFor();
    const items = await page.getByRole('menuitem').allTextContents();
    expect(items).toEqual(['Export as JSON', 'Import from JSON']);
  });
});
