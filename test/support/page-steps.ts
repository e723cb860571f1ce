/** What a visitor does on a page that is open, and sees; selectors go through shadow roots with `>>>`. */
import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';

export async function there(page: Page, selector: string): Promise<void> {
  await eventually(async () => expect(await page.$(selector), selector).not.toBeNull());
}

export async function press(page: Page, selector: string): Promise<void> {
  await there(page, selector);
  await page.$eval(selector, (button) => {
    // Elements far below are not explained.
    button.scrollIntoView({ block: 'center', behavior: 'instant' });
    (button as HTMLElement).click();
  });
}

/** @param input that takes files */
export async function give(page: Page, input: string, ...files: readonly string[]): Promise<void> {
  await there(page, input);
  await (await (await page.$(input))!.toElement('input')).uploadFile(...files);
}

export function says(page: Page, selector: string, text: RegExp): Promise<void> {
  return eventually(async () => expect(await page.$eval(selector, (found) => found.textContent)).toMatch(text));
}
