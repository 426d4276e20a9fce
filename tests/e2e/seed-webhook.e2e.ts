import type { Page } from 'playwright-core';

import { eventually } from '../support/eventually';
import type { Receiver } from '../support/receiver';
import { describeInBrowser } from './support/browser';
import { setStage, STAGE_TIMEOUT_MS, type Stage } from './support/stage';

/** Long enough for two saves in the Content Manager of a slow machine. */
const MERGE_SECONDS = 30;

jest.setTimeout(300_000);

describeInBrowser("the seed's webhook, made by hand in the admin panel", () => {
  let stage: Stage;
  let receiver: Receiver;
  let page: Page;
  let panel: Stage['panel'];

  beforeAll(async () => {
    stage = await setStage();
    ({ receiver, page, panel } = stage);
  }, STAGE_TIMEOUT_MS);

  afterAll(() => stage.close());

  test('a URL without a host is refused, at its field', async () => {
    await panel.openWebhooks();
    await panel.fillInWebhook({
      name: 'Quotations to httpbin',
      contentType: 'Quotation',
      event: 'Update',
      url: 'https:///post',
      mapping: [
        { field: 'name', key: 'id' },
        { field: 'items', key: 'lineItems' },
      ],
    });
    await panel.save();

    const url = page.getByRole('textbox', { name: 'URL', description: /no host/ });
    await url.waitFor();
    await page.getByRole('alert').filter({ hasText: 'One field needs your attention' }).waitFor();
    expect(await url.getAttribute('aria-invalid')).toBe('true');
  });

  test('with a fixed URL, it is saved', async () => {
    await page.getByRole('textbox', { name: 'URL' }).fill(`${receiver.url}/post`);
    await panel.save();

    await panel.waitForNotification('The webhook is created.');
    await page.getByRole('heading', { name: 'Quotations to httpbin', level: 1 }).waitFor();
  });

  test('its rows show what the preview makes of them', async () => {
    const row = (number: number) => page.getByRole('group', { name: `Row ${String(number)}` });
    await row(1)
      .getByText(/^Preview: "QTN-\d+"$/)
      .waitFor();
    await row(2)
      .getByText(/^Preview: \d rows?$/)
      .waitFor();
  });

  test('updating the quotation sends the mapped body', async () => {
    await panel.changeCustomerOf('QTN-00001', 'Acme Corporation, Berlin');

    const [request] = await receiver.received(1);
    expect(request).toMatchObject({ method: 'POST', path: '/post' });
    expect(Object.keys(request?.json as object)).toEqual(['id', 'lineItems']);
    expect(request?.json).toMatchObject({
      id: 'QTN-00001',
      lineItems: [{ item_code: 'I1' }, { item_code: 'I2' }, { item_code: 'I3' }],
    });
  });

  test('the log shows it delivered, and what was sent', async () => {
    await panel.openDeliveries();
    const row = page.getByRole('row').filter({ hasText: 'Quotation updated' });
    await row.filter({ hasText: 'Delivered' }).waitFor();
    await row.getByRole('link', { name: 'Quotation updated' }).click();

    const body = page.getByRole('region', { name: 'Request body' });
    await body.waitFor();
    expect(JSON.parse((await body.textContent()) ?? '')).toEqual(receiver.requests[0]?.json);
    await page.getByText('webhook-id').waitFor();
    await page.getByRole('button', { name: /^200 Attempt 1 / }).waitFor();
  });

  test('redelivered, the same bytes go out again under the same id', async () => {
    await page.getByRole('button', { name: 'Redeliver' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send this delivery again' });
    await dialog.getByRole('radio', { name: /^Original/ }).click();
    await dialog.getByRole('button', { name: 'Redeliver' }).click();

    const [first, second] = await receiver.received(2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    await page.getByRole('button', { name: /^200 Attempt 2 \(manual\)/ }).waitFor();
  });

  test('order and merging are set in the folded card, which opens where the server refuses', async () => {
    await panel.openWebhook('Quotations to httpbin');
    await page.getByText('Ordered per document, 10 attempts over 75 h').waitFor();
    await panel.unfoldDelivery();
    await page.getByRole('radio', { name: /^In any order/ }).click();
    const wait = page.getByRole('textbox', { name: 'Batching window (seconds)' });
    await wait.fill('90000');
    await page.getByText('7 saves of one document within 25 h become 1 request').waitFor();
    await panel.unfoldDelivery();
    await panel.save();

    await page.getByRole('alert').filter({ hasText: 'One field needs your attention' }).waitFor();
    expect(await wait.getAttribute('aria-invalid')).toBe('true');
    await wait.fill(String(MERGE_SECONDS));
    await panel.save();
    await panel.waitForNotification('The webhook is saved.');
    await page
      .getByText(`Unordered, saves of a document merged over ${String(MERGE_SECONDS)} s`)
      .waitFor();
  });

  test('two saves within the wait become one request, and the log says so', async () => {
    await panel.changeCustomerOf('QTN-00002', 'Hooli, Berlin', 'Hooli, Hamburg');

    await receiver.received(3, 90_000);
    await panel.openDeliveries();
    const row = page.getByRole('row').filter({ hasText: '2 events, 1 request' });
    await row.filter({ hasText: '#1 of this document' }).filter({ hasText: 'Delivered' }).waitFor();
    expect(receiver.requests).toHaveLength(3);
  });

  test('failed deliveries are recovered by date, and the list shows the failure', async () => {
    receiver.replyWith(503);
    await panel.openWebhook('Quotations to httpbin');
    await panel.unfoldDelivery();
    await page.getByRole('textbox', { name: 'Batching window (seconds)' }).fill('0');
    await page.getByRole('textbox', { name: 'Retry delays in seconds' }).fill('');
    await panel.save();
    await panel.waitForNotification('The webhook is saved.');
    await page.getByText('Unordered, 1 attempt').waitFor();
    await panel.changeCustomerOf('QTN-00001', 'Initech');
    await receiver.received(4);

    await panel.openWebhooks();
    await page.getByText('1 webhook, 1 needs attention').waitFor();
    await page.getByRole('row').filter({ hasText: 'Failing since' }).waitFor();

    receiver.replyWith(200);
    await panel.openDeliveriesOf('Quotations to httpbin');
    await page.getByRole('row').filter({ hasText: 'Failed after 1 attempt' }).waitFor();
    await page.getByRole('button', { name: 'Recover failed since…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Recover failed deliveries' });
    expect(await dialog.getByLabel('From').inputValue()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
    await dialog.getByLabel('To').fill('2000-01-01T00:00');
    await dialog.getByRole('button', { name: 'Recover' }).click();
    await dialog.getByText('until must be later than since').waitFor();
    await dialog.getByLabel('To').fill('');
    await dialog.getByRole('button', { name: 'Recover' }).click();

    await panel.waitForNotification('1 delivery is queued again.');
    const requests = await receiver.received(5);
    expect(requests[4]?.headers['webhook-id']).toBe(requests[3]?.headers['webhook-id']);
    await page.getByRole('row').filter({ hasText: '200 in' }).nth(2).waitFor();
  });

  test('switched off, it sends nothing', async () => {
    await panel.openWebhooks();
    await page.getByRole('switch', { name: 'Quotations to httpbin: enabled' }).click();
    await page.getByRole('button', { name: 'Disable and cancel pending' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: 'Quotations to httpbin' })
      .filter({ hasText: 'Disabled' })
      .waitFor();

    await panel.changeCustomerOf('QTN-00001', 'Acme Corporation, Hamburg');
    await panel.openDeliveries();
    await eventually(async () => {
      expect(await page.getByRole('row', { name: /Quotation updated/ }).count()).toBe(3);
    });
    expect(receiver.requests).toHaveLength(5);
  });

  test('switched off, nothing can be recovered, and the dialog says why', async () => {
    await panel.openWebhook('Quotations to httpbin');
    await page.getByRole('button', { name: 'Recover failed since…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Recover failed deliveries' });
    await dialog.getByText('The webhook is disabled and sends nothing.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Recover' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('paused, it holds what happens, and what is cancelled meanwhile is never sent', async () => {
    await panel.openWebhook('Quotations to httpbin');
    await page.getByRole('radio', { name: /^Paused/ }).click();
    await panel.save();
    await panel.waitForNotification('The webhook is saved.');
    await panel.changeCustomerOf('QTN-00002', 'Globex, cancelled');
    await panel.openDeliveries();
    const pending = page.getByRole('row').filter({ hasText: 'Pending' });
    await pending.getByRole('link', { name: 'Quotation updated' }).click();
    await page.getByRole('button', { name: 'Cancel delivery' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Cancel this delivery?' });
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await panel.waitForNotification('The delivery is cancelled.');
    await page.getByRole('row').filter({ hasText: 'Cancelled' }).first().waitFor();

    await panel.openWebhook('Quotations to httpbin');
    await page.getByRole('radio', { name: /^Enabled/ }).click();
    await panel.save();
    await panel.waitForNotification('The webhook is saved.');
    await panel.changeCustomerOf('QTN-00001', 'Acme Corporation, Bremen');
    const requests = await receiver.received(6);
    expect(requests[5]?.json).toMatchObject({ id: 'QTN-00001' });
  });
});
