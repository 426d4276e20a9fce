import type { Locator, Page } from 'playwright-core';

interface Typing {
  page: Page;
  box: Locator;
  /** What stands in the box before. */
  text: string;
  /** Typed key by key after the first three characters. */
  typed: string;
}

/** What the box holds once somebody has typed in the middle of its text. */
export async function typeInTheMiddle({ page, box, text, typed }: Typing): Promise<string> {
  await box.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
  await goToTheMiddle(page, box);
  for (const character of typed) {
    await page.keyboard.type(character);
    await untilShown(page);
  }
  return box.inputValue();
}

/** Sets the caret after the third character, without a key that a list or a number takes for itself. */
export async function goToTheMiddle(page: Page, box: Locator): Promise<void> {
  await box.evaluate((element: HTMLInputElement) => element.setSelectionRange(3, 3));
  await untilShown(page);
}

/** A person is never faster: what a key press sets off must not move the caret either. */
async function untilShown(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((shown) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(shown))),
      ),
  );
}
