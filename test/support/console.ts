import type { Page } from 'puppeteer';

/** Console messages and uncaught errors of a page and its workers from now on; none in a normal run. */
export function consoleOf(page: Page): readonly string[] {
  const told: string[] = [];
  page.on('pageerror', (error) => told.push(String(error)));
  page.on('console', (message) => told.push(`${message.type()}: ${message.text()}`));
  return told;
}
