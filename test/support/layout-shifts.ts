/** How much of a page jumps while it loads: the sum of the scores of its layout shifts. */
import type { Page } from 'puppeteer';

interface LayoutShift {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRect;
    readonly currentRect: DOMRect;
  }[];
}

declare global {
  interface Window {
    layoutShifts?: { readonly value: number; readonly says: string }[];
  }
}

/** Starts to collect, before the page is opened. */
export async function watchLayoutShifts(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const found: { value: number; says: string }[] = (window.layoutShifts = []);
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as unknown as LayoutShift[]) {
        const moved = sources.map(({ node, previousRect: from, currentRect: to }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          const host = (element?.getRootNode() as ShadowRoot | undefined)?.host.localName ?? '';
          const name = `${host} ${element?.localName ?? '?'}.${element?.getAttribute('class') ?? ''}`;
          const rect = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join(' ');
          return `${name}: ${rect(from)} to ${rect(to)}`;
        });
        found.push({ value, says: `${value.toFixed(4)} (${moved.join('; ')})` });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** What jumped so far does not count. */
export async function forgetLayoutShifts(page: Page): Promise<void> {
  await layoutShiftsOf(page);
  await page.evaluate(() => void window.layoutShifts?.splice(0));
}

/** @returns the sum of all scores so far, input or not, and a line for each shift: what moved, and from where to where */
export async function layoutShiftsOf(page: Page): Promise<{ readonly sum: number; readonly says: readonly string[] }> {
  // Entries are reported after the frame in which something moved.
  const found = await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return window.layoutShifts ?? [];
  });
  return { sum: found.reduce((sum, { value }) => sum + value, 0), says: found.map(({ says }) => says) };
}
