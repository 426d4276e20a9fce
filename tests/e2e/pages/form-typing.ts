import type { Locator, Page } from 'playwright-core';

import { goToTheMiddle, typeInTheMiddle } from '../support/type-in-the-middle';
import type { Scene } from './scene';

/** In the middle of a text of the form, of each kind of field. */
export function formTyping(scene: () => Scene): void {
  let page: Page;
  let panel: Scene['panel'];
  const textbox = (name: string) => page.getByRole('textbox', { name, exact: true });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const choose = (name: RegExp) => page.getByRole('radio', { name }).click();
  const typedInto = (box: Locator, text = 'abcdef', typed = 'XYZ') =>
    typeInTheMiddle({ page, box, text, typed });

  beforeAll(async () => {
    ({ page, panel } = scene());
    await scene().visit('');
    await panel.openWebhooks();
    await panel.fillInWebhook({
      name: 'Quotations to the shop',
      contentType: 'Quotation',
      event: 'Update',
      url: 'https://shop.example',
      mapping: [
        { field: 'name', key: 'id' },
        { field: 'customer', key: 'buyer' },
      ],
    });
    await panel.unfoldDelivery();
    await button('Security').click();
    await button('Add header').click();
    await button('Add watched field').click();
  });

  test.each(['Name', 'Description', 'URL', 'Condition', 'Name of a custom event'])(
    '%s keeps the caret',
    async (name) => {
      expect(await typedInto(textbox(name))).toBe('abcXYZdef');
    },
  );

  test.each([
    ['header name', 'Header 1: name'],
    ['header value', 'Header 1: value'],
    ['mapping key', 'Row 2: key'],
  ])('a %s keeps the caret', async (_what, name) => {
    expect(await typedInto(textbox(name))).toBe('abcXYZdef');
  });

  test.each([
    ['mapped', 'Row 2: field'],
    ['watched', 'Watched field 1'],
  ])('the path of a %s field keeps the caret while it is searched for', async (_what, name) => {
    const box = page.getByRole('combobox', { name, exact: true });
    expect(await typedInto(box)).toBe('abcXYZdef');
    await page.keyboard.press('Escape');
  });

  test('the template keeps the caret, on each of its lines', async () => {
    await choose(/^Template/);
    expect(await typedInto(textbox('Template'), '{ "a": 1,\n "b": 2 }', '"c": 3, ')).toBe(
      '{ ""c": 3, a": 1,\n "b": 2 }',
    );
    await choose(/^Fields/);
  });

  test.each(['Timeout in milliseconds', 'Max requests per second'])(
    'the number of %s does',
    async (name) => {
      expect(await typedInto(page.getByLabel(name), '1234', '56')).toBe('123564');
    },
  );

  test('the retry delays do', async () => {
    expect(await typedInto(textbox('Retry delays in seconds'), '5, 300, 1800', '9')).toBe(
      '5, 9300, 1800',
    );
  });

  test('a secret header and a pasted signing secret do', async () => {
    await page.getByRole('switch', { name: 'Header 1: secret' }).click();
    expect(await typedInto(page.getByLabel('Header 1: value'))).toBe('abcXYZdef');
    await choose(/^HMAC/);
    await choose(/^Paste one/);
    expect(await typedInto(page.getByLabel('Pasted secret'))).toBe('abcXYZdef');
  });

  test('a paste lands where the caret is, and the next key after it', async () => {
    await textbox('URL').fill('abcdef');
    await goToTheMiddle(page, textbox('URL'));
    await page.keyboard.insertText('12');
    await page.keyboard.type('3');
    expect(await textbox('URL').inputValue()).toBe('abc123def');
  });

  test('an input method composes in place', async () => {
    await textbox('Name').fill('abcdef');
    await goToTheMiddle(page, textbox('Name'));
    const devtools = await page.context().newCDPSession(page);
    for (const text of ['n', 'に', 'にほ']) {
      await devtools.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await devtools.send('Input.insertText', { text: '日本' });
    await page.keyboard.type('!');
    expect(await textbox('Name').inputValue()).toBe('abc日本!def');
  });

  test('what was typed can be undone', async () => {
    expect(await typedInto(textbox('Name'))).toBe('abcXYZdef');
    await page.keyboard.press('ControlOrMeta+Z');
    expect(await textbox('Name').inputValue()).toBe('abcdef');
  });
}
