import { overprints } from '../support/layout';
import { LONG_NAME } from '../support/sample';
import type { Scene } from './scene';

/** Names and URLs that are longer than their column end in an ellipsis, and are whole in a tooltip. */
export function longNames(scene: () => Scene): void {
  test('the list of webhooks holds them in their columns', async () => {
    const { page, visit } = scene();
    await visit('');
    const link = page.getByRole('link', { name: LONG_NAME, exact: true });
    await link.waitFor();
    expect(await overprints(page, 'Webhooks')).toEqual([]);
    expect(await link.getAttribute('title')).toBe(LONG_NAME);
    const url = page.getByTitle(/a-part-of-a-path.*token=c+$/);
    expect(await url.count()).toBeGreaterThan(0);
    const { height } = (await link.boundingBox()) ?? { height: Infinity };
    expect(height).toBeLessThan(30);
  });

  test('so does the list of deliveries', async () => {
    const { page, visit } = scene();
    await visit('/deliveries');
    await page.getByRole('row').filter({ hasText: LONG_NAME }).first().waitFor();
    expect(await overprints(page, 'Deliveries')).toEqual([]);
    expect(await page.getByTitle(LONG_NAME).count()).toBeGreaterThan(0);
  });
}
