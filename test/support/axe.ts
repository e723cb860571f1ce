/** What axe finds wrong with an open page, through shadow roots. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All rules of WCAG 2.2 A and AA, and axe's best practices. */
const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary: string }[];
  }[];
}

/** @returns a line for each element with a fault: the rule, where, and why */
export async function faultsByAxe(page: Page): Promise<readonly string[]> {
  await page.evaluate(`globalThis.axe ?? (() => { ${source} })()`);
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as Found;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary.replace(/\s+/g, ' ')}`,
    ),
  );
}
