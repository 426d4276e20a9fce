import { faultsOf, showTheme } from '../support/axe';
import type { Scene } from './scene';
import { DIALOGS, PAGES } from './sights';

/** Each page and dialog, with data, in both themes of Strapi. */
export function accessibility(scene: () => Scene): void {
  afterAll(() => showTheme(scene().page, 'light'));

  test.each([...PAGES, ...DIALOGS])('$name has no serious fault', async ({ part, open }) => {
    const { page } = scene();
    await open(scene());
    await showTheme(page, 'light');
    const light = await faultsOf(page, part);
    await showTheme(page, 'dark');
    expect({ light, dark: await faultsOf(page, part) }).toEqual({ light: [], dark: [] });
  });
}
