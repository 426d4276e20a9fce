/** The id of each page's heading, which gets the focus when the focused element is removed. */
export const HEADING_ID = 'main-content-title';

/** How often it is looked for what is to be focused, as while a page is changing. */
const MOST_TRIES = 40;
const PAUSE_MS = 25;

/** Focuses the control of the path once what was just changed is shown. */
export function focusSoon(path: string): void {
  setTimeout(() => focusField(path));
}

/** Focuses the element as soon as the page that is opened has it. */
export function focusWhenShown(id: string, tries = MOST_TRIES): void {
  setTimeout(() => {
    const element = document.getElementById(id);
    if (!element) {
      if (tries > 1) focusWhenShown(id, tries - 1);
      return;
    }
    takeFocus(element);
  }, PAUSE_MS);
}

/** Focuses the first element that is there and takes the focus, else the page's heading. */
export function focusFirstOf(elements: (Element | null)[]): void {
  setTimeout(() => {
    const candidates = [...elements, document.getElementById(HEADING_ID)];
    candidates.some((element) => element instanceof HTMLElement && takeFocus(element));
  });
}

/** True if it got the focus: a disabled, hidden or removed element does not. */
function takeFocus(element: HTMLElement): boolean {
  // A heading is focusable only with a `tabindex`.
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus();
  return document.activeElement === element && element !== document.body;
}

/**
 * Focuses the control of the path. Without one, focuses the first control below it, such as the first
 * field of a row, or else the control of the nearest parent.
 */
function focusField(path: string): void {
  const below = document.querySelector<HTMLElement>(`[id^="${path}."]`);
  const control = controlOf(path) ?? below ?? nearestAbove(path);
  control?.focus();
}

function nearestAbove(path: string): HTMLElement | null {
  const parts = path.split('.').slice(0, -1);
  if (parts.length === 0) return null;
  const above = parts.join('.');
  return controlOf(above) ?? nearestAbove(above);
}

/** A select of the design system bears no id of its own: it is known by its label's. */
function controlOf(path: string): HTMLElement | null {
  return (
    document.getElementById(path) ??
    document.querySelector<HTMLElement>(`[aria-labelledby="${path}-label"]`)
  );
}

/** For a control that goes with its own click, as one that clears filters does. */
export function focusHeading(): void {
  focusFirstOf([]);
}
