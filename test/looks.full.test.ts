/**
 * What `<cam-lens>` and `<cam-lens-compare>` look like in every view, light and dark, at three widths, compared with the small stored pictures in
 * test/looks. `npm run looks:renew` renews these; CONTRIBUTING.md says how.
 */
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import { placeElement, startElement, type Attributes } from './support/element-page.ts';
import type { View } from '../src/ui/embed/shown.ts';
import { emulateColours } from './support/emulate-colours.ts';
import { patienceMs } from './support/eventually.ts';
import { differenceOf, StoredLooks } from './support/stored-looks.ts';

/** Of the window, in CSS pixels. */
const widths = [360, 768, 1440] as const;
/** Pixels of the pictures to CSS pixels. */
const scale = 0.5;
const stored = new StoredLooks();
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ isPublic: true });
  browser = await startChromium({ adapter: 'none' });
});
afterAll(async () => {
  await endChromium(browser);
  await server.close();
});

/** @param height in CSS pixels */
async function look(page: Page, state: string, height: number): Promise<void> {
  const faults: string[] = [];
  await page.mouse.move(0, 0);
  for (const width of widths) {
    await page.setViewport({ width, height, deviceScaleFactor: scale });
    for (const colours of ['light', 'dark'] as const) {
      await emulateColours(page, colours);
      const name = `${state.replaceAll(' ', '-')}-${width}-${colours}`;
      const shoot = () =>
        page.screenshot({ type: 'webp', quality: 60, encoding: 'base64', captureBeyondViewport: false });
      const fault = await stored.compare(page, name, shoot);
      if (fault !== undefined) faults.push(fault);
    }
  }
  expect(faults).toEqual([]);
}

const views: Readonly<Record<View, true>> = {
  ...{ blend: true, heatmap: true, original: true, 'side-by-side': true, slider: true },
};
const photo = { src: 'samples/german-shepherd.webp', width: '1024', height: '768', alt: 'A dog' };

async function openElement(tag: string, attributes: Attributes, ready: readonly [string, number]): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(`${server.address}/embed.html`);
  await placeElement(page, tag, attributes);
  await startElement(page, tag, attributes, ready);
  return page;
}

describe('the elements', () => {
  it('one picture, in each view', async () => {
    const attributes = { ...photo, truth: '38 27 908 727', boxes: '', controls: '' };
    const page = await openElement('cam-lens', attributes, ['cam-lens-explain', 1]);
    for (const view of Object.keys(views)) {
      await page.$eval('cam-lens', (lens, view) => lens.setAttribute('view', view), view);
      await look(page, view, 700);
    }
    await page.close();
  });

  it('one picture, not explained, with a button', async () => {
    const page = await openElement('cam-lens', { ...photo, reveal: 'interaction' }, ['cam-lens-load', 1]);
    await look(page, 'with a button', 600);
    await page.close();
  });

  it('several explanations, side by side', async () => {
    const attributes = { ...photo, methods: 'cam, grad-cam, layer-cam' };
    const page = await openElement('cam-lens-compare', attributes, ['cam-lens-explain', 3]);
    await look(page, 'compare', 900);
    await page.close();
  });
});

it('there are no stored pictures of anything else', () => {
  expect(stored.left()).toEqual([]);
});

describe('differences', () => {
  const means = (columns: number, changed: readonly number[], by: number) => ({
    ...{ width: 8 * columns, height: 15, columns },
    rgba: Array.from({ length: 8 * columns }, (_, at) => 100 + (changed.includes(Math.floor(at / 4)) ? by : 0)),
  });

  it('are none between two drawings of a letter', () => {
    expect(differenceOf(means(4, [], 0), means(4, [0, 1, 2, 3, 4], 16))).toBe('');
    expect(differenceOf(means(4, [], 0), means(4, [5, 6, 7], 90))).toBe('');
  });

  it('are named by place', () => {
    expect(differenceOf(means(4, [], 0), means(4, [5, 6, 7, 2], 17))).toBe('4 of 8 places differ, first at x 16, y 0');
    expect(differenceOf(means(4, [], 0), means(3, [], 0))).toBe('it has 24 × 15 pixels, not 32 × 15');
  });
});
