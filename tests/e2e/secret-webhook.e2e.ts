import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';

import type { Received, Receiver } from '../support/receiver';
import { describeInBrowser } from './support/browser';
import { setStage, STAGE_TIMEOUT_MS, type Stage } from './support/stage';

const TOKEN = 'Bearer kq7-very-secret-42';
const NAME = 'Signed quotations';

jest.setTimeout(300_000);

describeInBrowser('a webhook that signs and sends a secret header, made by hand', () => {
  let stage: Stage;
  let receiver: Receiver;
  let page: Page;
  let panel: Stage['panel'];
  let secret: string;
  const headerValue = () => page.getByLabel('Header 1: value');
  const security = () => page.getByRole('button', { name: 'Security', exact: true });
  const shownSecret = async () => {
    const dialog = page.getByRole('dialog', { name: 'The signing secret' });
    await dialog.getByText('shown only once').waitFor();
    // Neither a key nor a click beside it takes it away.
    await page.keyboard.press('Escape');
    const shown = await dialog.getByRole('region', { name: 'Signing secret' }).textContent();
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    return shown ?? '';
  };
  const verified = (signingSecret: string, { text, headers }: Received): unknown =>
    new Webhook(signingSecret).verify(text, headers as Record<string, string>);

  beforeAll(async () => {
    stage = await setStage();
    ({ receiver, page, panel } = stage);
  }, STAGE_TIMEOUT_MS);

  afterAll(() => stage.close());

  test('a key that looks like a credential is offered to be kept secret', async () => {
    await panel.openWebhooks();
    await panel.fillInWebhook({
      name: NAME,
      contentType: 'Quotation',
      event: 'Update',
      url: `${receiver.url}/signed`,
      mapping: [{ field: 'name', key: 'id' }],
    });
    await page.getByRole('button', { name: 'Add header' }).click();
    await page.getByRole('textbox', { name: 'Header 1: name' }).fill('Authorization');
    await page.getByRole('button', { name: 'Keep it secret' }).click();
    await page.getByRole('switch', { name: 'Header 1: secret', checked: true }).waitFor();
    expect(await headerValue().getAttribute('type')).toBe('password');
    await headerValue().fill(TOKEN);
  });

  test('saved, it shows the secret that was generated, once', async () => {
    await page.getByText('Not signed', { exact: true }).waitFor();
    await security().click();
    await page.getByRole('radio', { name: /^HMAC/ }).click();
    await panel.save();

    secret = await shownSecret();
    expect(secret).toMatch(/^whsec_/);
    await page.getByRole('heading', { name: NAME, level: 1 }).waitFor();
    await page.getByText(/^Signed \(v1\), secret from /).waitFor();
    expect(await headerValue().inputValue()).toBe('');
  });

  test('read again, neither it nor the header comes back', async () => {
    // Not before, or it may be one of the page that goes.
    await page.reload({ waitUntil: 'commit' });
    const read = await page.waitForResponse((answer) =>
      /\d\/document-webhooks\/webhooks\/\w+$/.test(answer.url()),
    );
    const answer = await read.text();
    await page.getByText(/^Signed \(v1\), secret from /).waitFor();
    await page.getByPlaceholder('••••••••, kept').waitFor();
    await page.getByRole('button', { name: 'Remove Quotation' }).waitFor();

    for (const text of [answer, await page.content()]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(TOKEN);
    }
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('what arrives has the header, and verifies with the secret that was shown', async () => {
    await panel.changeCustomerOf('QTN-00001', 'Acme Corporation, Berlin');

    const [request] = (await receiver.received(1)) as [Received];
    expect(request.headers.authorization).toBe(TOKEN);
    expect(verified(secret, request)).toEqual({ id: 'QTN-00001' });
  });

  test('the log shows the header masked', async () => {
    await panel.openDeliveries();
    const row = page.getByRole('row').filter({ hasText: 'Quotation updated' });
    await row.filter({ hasText: 'Delivered' }).waitFor();
    await row.getByRole('link', { name: 'Quotation updated' }).click();
    await page.getByText('webhook-signature').waitFor();

    const header = page.locator('div:has(> dt):has-text("authorization")');
    expect(await header.getByRole('definition').textContent()).toBe('[redacted]');
    expect(await page.content()).not.toContain('kq7-very-secret-42');
  });

  test('rotated, it shows the new secret once, and for a while both sign', async () => {
    await panel.openWebhook(NAME);
    await security().click();
    await page.getByRole('button', { name: 'Rotate secret' }).click();
    const dialog = page.getByRole('dialog', { name: `Rotate the secret of ${NAME}` });
    expect(await dialog.getByLabel('Hours for which both sign').inputValue()).toBe('24');
    await dialog.getByRole('button', { name: 'Rotate', exact: true }).click();

    const rotated = await shownSecret();
    expect(rotated).not.toBe(secret);
    await page.getByText(/^Also signs until /).waitFor();

    await panel.changeCustomerOf('QTN-00001', 'Acme Corporation, Paris');
    const [, request] = (await receiver.received(2)) as [Received, Received];
    expect(String(request.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(verified(rotated, request)).toEqual({ id: 'QTN-00001' });
    expect(verified(secret, request)).toEqual({ id: 'QTN-00001' });
  });

  test('for another host both secrets must be entered again, and their fields say so', async () => {
    await panel.openWebhook(NAME);
    await page
      .getByRole('textbox', { name: 'URL' })
      .fill(receiver.url.replace('127.0.0.1', '127.0.0.2'));
    await page.getByPlaceholder('Enter it again: the host changes').waitFor();
    await panel.save();

    await page.getByRole('alert').filter({ hasText: '2 fields need your attention' }).waitFor();
    expect(await headerValue().getAttribute('aria-invalid')).toBe('true');
    await page
      .getByRole('group', { name: 'Signing secret', description: /The host has changed/ })
      .waitFor();
  });
});
