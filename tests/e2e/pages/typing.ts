import type { Locator } from 'playwright-core';

import { eventually } from '../../support/eventually';
import { goToTheMiddle, typeInTheMiddle } from '../support/type-in-the-middle';
import type { Scene } from './scene';
import { DIALOGS } from './sights';

/** Beside the fields of the form, which `form-typing.ts` holds to the same. */
export function typing(scene: () => Scene): void {
  const box = (name: string) => scene().page.getByRole('textbox', { name, exact: true });
  const typedInto = (into: Locator, text = 'abcdef', typed = 'XYZ') =>
    typeInTheMiddle({ page: scene().page, box: into, text, typed });
  const openDialog = (part: string) =>
    DIALOGS.find(({ name }) => name.includes(part))?.open(scene());

  test.each([
    ['', 'Search by name or URL', '_q'],
    ['/deliveries', 'Document id', 'documentId'],
    ['/deliveries', 'Status code', 'statusCode'],
  ])('%s: the filter "%s" keeps the caret while it narrows the list', async (path, name, key) => {
    const { page, visit } = scene();
    const isInAddress = (value: string) =>
      page.waitForURL((url) => url.searchParams.get(key) === value);
    await visit(path);
    await box(name).click();
    await page.keyboard.type('123456');
    await isInAddress('123456');
    await goToTheMiddle(page, box(name));
    await page.keyboard.type('7');
    await isInAddress('1237456');
    await page.keyboard.type('89');
    expect(await box(name).inputValue()).toBe('123789456');
    await isInAddress('123789456');
  });

  test('the data of a custom event keeps the caret while it is previewed', async () => {
    const { page, visit, sample } = scene();
    await visit(`/webhooks/${sample.webhooks.paused}`);
    await box('Name of a custom event').fill('order.paid');
    await page.keyboard.press('Enter');
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByRole('combobox', { name: 'Event' }).click();
    await page.getByRole('option', { name: 'order.paid' }).click();
    expect(await typedInto(box('Data'), '{ "name": 1 }', '"total": 2, ')).toBe(
      '{ ""total": 2, name": 1 }',
    );
    await preview.getByText('Invalid JSON. Complete or fix it to see a preview.').waitFor();
    await page.keyboard.type('x');
    expect(await box('Data').inputValue()).toBe('{ ""total": 2, xname": 1 }');
  });

  test('the search for an entry to preview does', async () => {
    const { page, visit, sample } = scene();
    await visit(`/webhooks/${sample.webhooks.paused}`);
    const entry = page.getByRole('combobox', { name: 'Entry' });
    await entry.waitFor();
    expect(await typedInto(entry, 'QTN001', '-00')).toBe('QTN-00001');
    await page.getByRole('option', { name: 'QTN-00001' }).click();
    expect(await entry.inputValue()).toBe('QTN-00001');
  });

  test('the fields of the dialog that rotates a secret do', async () => {
    await openDialog('rotates');
    const { page } = scene();
    const hours = page.getByLabel('Hours for which both sign');
    expect(await typedInto(hours, '1234', '5')).toBe('12354');
    expect(await typedInto(page.getByLabel('Pasted secret'))).toBe('abcXYZdef');
  });

  test.each(['From', 'To'])('a part of the moment "%s" is typed in place', async (name) => {
    await openDialog('recovers');
    const { page } = scene();
    const moment = page.getByRole('dialog').getByLabel(name);
    await moment.fill('2026-03-04T05:06');
    await moment.focus();
    // From the month to the day, which hands on to the year.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('17');
    await page.keyboard.type('2025');
    expect(await moment.inputValue()).toBe('2025-03-17T05:06');
  });

  test('a part of the moment that deliveries are filtered by is, too', async () => {
    const { page, visit } = scene();
    await visit('/deliveries?from=2026-03-04T05:06');
    const moment = page.getByLabel('From', { exact: true });
    await moment.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('17');
    await eventually(() => {
      expect(new URL(page.url()).searchParams.get('from')).toBe('2026-03-17T05:06');
    });
    await page.keyboard.type('2025');
    expect(await moment.inputValue()).toBe('2025-03-17T05:06');
  });
}
