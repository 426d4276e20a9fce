import { offScreen, outOfReach } from '../support/layout';
import { showNarrow, showWide, type Scene } from './scene';
import { DIALOGS, PAGES } from './sights';

/** On a screen of 320 px each part is within it, or in a box of its own that scrolls. */
export function narrowScreens(scene: () => Scene): void {
  beforeAll(() => showNarrow(scene().page));
  afterAll(() => showWide(scene().page));

  test.each(PAGES)('$name fits', async ({ part, open }) => {
    await open(scene());
    expect(await offScreen(scene().page, part)).toEqual([]);
  });

  test.each(DIALOGS)('$name fits', async ({ part, open }) => {
    await open(scene());
    expect(await offScreen(scene().page, part)).toEqual([]);
    expect(await outOfReach(scene().page, part)).toEqual([]);
  });

  test('the preview that is called fits', async () => {
    const { page, visit, sample } = scene();
    await visit(`/webhooks/${sample.webhooks.delivered}`);
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.getByRole('region', { name: 'Request body' }).waitFor();
    expect(await offScreen(page, 'main')).toEqual([]);
  });
}
