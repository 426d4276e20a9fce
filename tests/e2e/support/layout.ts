import type { Page } from 'playwright-core';

/**
 * What of a part of the page cannot be read or pressed: controls beyond the left or right edge of the
 * screen and texts beyond it or cut off, unless a box scrolls sideways to them or an ellipsis says that
 * there is more. `page` stands for the page itself when it scrolls sideways.
 */
export function offScreen(page: Page, part: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const styleOf = (element: Element) => getComputedStyle(element);
    const scrolls = (element: Element) =>
      /auto|scroll/.test(styleOf(element).overflowX) && element.scrollWidth > element.clientWidth;
    const isRelieved = (element: Element | null): boolean =>
      element !== null &&
      (scrolls(element) ||
        styleOf(element).textOverflow === 'ellipsis' ||
        isRelieved(element.parentElement));
    // What is only read out is a pixel wide.
    const isShown = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      const { visibility, opacity } = styleOf(element);
      return width > 1 && height > 1 && visibility === 'visible' && opacity !== '0';
    };
    const isBeyond = ({ left, right }: DOMRect, limits: { left: number; right: number }) =>
      left < limits.left - 0.5 || right > limits.right + 0.5;
    const screen = { left: 0, right: clientWidth };
    const cutOff = (text: Text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (isBeyond(box, screen)) return true;
      for (let parent = text.parentElement; parent; parent = parent.parentElement) {
        const hides = styleOf(parent).overflowX === 'hidden';
        if (hides && isBeyond(box, parent.getBoundingClientRect())) return true;
      }
      return false;
    };
    const inPart = Array.from(document.querySelectorAll(`${selector}, ${selector} *`))
      .filter(isShown)
      .filter((element) => !isRelieved(element.parentElement));
    const beyond = inPart.filter((it) => isBeyond(it.getBoundingClientRect(), screen));
    const texts = inPart
      .filter((element) => !isRelieved(element))
      .flatMap((element) => Array.from(element.childNodes))
      .filter((node): node is Text => node instanceof Text && node.data.trim() !== '')
      .filter(cutOff);
    return [
      ...(scrollWidth > clientWidth ? ['page'] : []),
      ...beyond.map((element) => element.outerHTML.slice(0, 200)),
      ...texts.map(({ data }) => `text: ${data}`),
    ];
  }, part);
}

/** Buttons of a dialog that no scrolling brings onto the screen: above its top or below its bottom. */
export function outOfReach(page: Page, part: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      ((/auto|scroll/.test(getComputedStyle(element).overflowY) &&
        element.scrollHeight > element.clientHeight) ||
        scrolls(element.parentElement));
    return Array.from(document.querySelectorAll<HTMLElement>(`${selector} button`))
      .filter((button) => {
        const { top, bottom } = button.getBoundingClientRect();
        return (top < 0 || bottom > window.innerHeight) && !scrolls(button.parentElement);
      })
      .map((button) => button.innerText || (button.ariaLabel ?? button.outerHTML));
  }, part);
}

/** Visible texts of the rows of a table that run over the edge of their cell, and so over what is beside it. */
export function overprints(page: Page, table: string): Promise<string[]> {
  return page.evaluate((name) => {
    const cells = Array.from(document.querySelectorAll(`table[aria-label="${name}"] tbody td`));
    const textsOf = (cell: Element) => {
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      return texts;
    };
    // What an ellipsis cuts off is laid out, and not seen.
    const rightEdge = (text: Text, cell: Element) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      let edge = range.getBoundingClientRect().right;
      for (let box = text.parentElement; box && box !== cell; box = box.parentElement) {
        if (getComputedStyle(box).overflowX === 'hidden')
          edge = Math.min(edge, box.getBoundingClientRect().right);
      }
      return edge;
    };
    return cells.flatMap((cell) =>
      textsOf(cell)
        .filter((text) => rightEdge(text, cell) > cell.getBoundingClientRect().right + 0.5)
        .map((text) => text.data),
    );
  }, table);
}
