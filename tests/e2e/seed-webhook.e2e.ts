import type { Page } from 'playwright-core';

import { eventually } from '../support/eventually';
import { startReceiver, type Receiver } from '../support/receiver';
import { adminPanel } from './support/admin-panel';
import { describeInBrowser, launchBrowser } from './support/browser';
import { buildWhatIsStale } from './support/build';
import { startPlayground } from './support/playground';

const STEP_TIMEOUT_MS = 20_000;
const BUILD_TIMEOUT_MS = 600_000;

jest.setTimeout(120_000);

describeInBrowser("the seed's webhook, made by hand in the admin panel", () => {
  const cleanUps: (() => Promise<void>)[] = [];
  let receiver: Receiver;
  let page: Page;
  let panel: ReturnType<typeof adminPanel>;

  beforeAll(async () => {
    await buildWhatIsStale();
    const playground = await startPlayground();
    cleanUps.push(playground.stop);
    receiver = await startReceiver();
    cleanUps.push(receiver.close);
    const browser = await launchBrowser();
    cleanUps.push(() => browser.close());

    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    page.setDefaultTimeout(STEP_TIMEOUT_MS);
    panel = adminPanel(page, playground.url);
    await panel.logIn('admin@example.com', 'Password123');
  }, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });

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

  test('with its URL mended, it is saved', async () => {
    await page.getByRole('textbox', { name: 'URL' }).fill(`${receiver.url}/post`);
    await panel.save();

    await panel.waitForNotification('The webhook is created.');
    await page.getByRole('heading', { name: 'Quotations to httpbin', level: 1 }).waitFor();
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
    await page.getByRole('button', { name: /^200 Attempt 2 by hand/ }).waitFor();
  });

  test('switched off, it sends nothing', async () => {
    await panel.openWebhooks();
    await page.getByRole('switch', { name: 'Quotations to httpbin: enabled' }).click();
    await page.getByRole('button', { name: 'Disable and cancel what waits' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: 'Quotations to httpbin' })
      .filter({ hasText: 'Disabled' })
      .waitFor();

    await panel.changeCustomerOf('QTN-00001', 'Acme Corporation, Hamburg');
    await panel.openDeliveries();
    await eventually(async () => {
      expect(await page.getByRole('row', { name: /Quotation updated/ }).count()).toBe(1);
    });
    expect(receiver.requests).toHaveLength(2);
  });
});
