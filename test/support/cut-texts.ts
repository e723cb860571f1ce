/** Texts of an open page that nobody can read to their ends, through shadow roots. */
import type { Page } from 'puppeteer';

/** @returns a line for each text that is cut off and is in no tooltip either, and for a page wider than its window */
export function cutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const context = document.createElement('canvas').getContext('2d');
    const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();
    const hasTooltip = (element: Element, text: string): boolean =>
      (element.closest('[title]')?.getAttribute('title') ?? '').includes(text.slice(-12));
    const isTooWide = (element: HTMLElement, text: string, arrow: number): boolean => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(element);
      if (context === null) return false;
      context.font = font;
      const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - arrow;
      return context.measureText(text).width > room + 1;
    };
    const textOf = (element: HTMLElement): string | undefined => {
      if (element instanceof HTMLSelectElement) {
        const text = clean(element.selectedOptions[0]?.text ?? '');
        return isTooWide(element, text, 16) ? text : undefined;
      }
      if (element instanceof HTMLInputElement) {
        return isTooWide(element, element.placeholder, 0) ? element.placeholder : undefined;
      }
      const { overflowX, overflowY } = getComputedStyle(element);
      const isCut =
        (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
      // Pictures are shown in part, and what is one pixel wide is for screen readers.
      const isText = element.clientWidth > 1 && element.querySelector('svg, canvas') === null;
      return isCut && isText ? clean(element.textContent) : undefined;
    };
    const visit = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot !== null) visit(element.shadowRoot);
        if (!(element instanceof HTMLElement) || !element.checkVisibility({ visibilityProperty: true })) continue;
        const text = textOf(element);
        if (text === undefined || text === '' || hasTooltip(element, text)) continue;
        const host = root instanceof ShadowRoot ? `${root.host.localName} ` : '';
        faults.push(`cut off: ${host}${element.localName}.${element.className} “${text}”`);
      }
    };
    visit(document);
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} px wide, its window ${clientWidth} px`);
    return faults;
  });
}
