/** What a page does against its content security policy, as Chromium tells it. */
import type { Page } from 'puppeteer';

/**
 * Call it before the page is opened.
 * @returns grows with every violation: of the page by event, of its workers, which have none, from the console
 */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  await page.exposeFunction('tellViolation', (text: string) => violations.push(text));
  await page.evaluateOnNewDocument(`document.addEventListener('securitypolicyviolation', (event) =>
    window.tellViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber));`);
  return violations;
}
