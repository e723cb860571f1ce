/** Pages and elements keep their places while they load, from the first byte to the explained picture. */
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import { placeElement, startElement, type Attributes } from './support/element-page.ts';
import { eventually, patienceMs } from './support/eventually.ts';
import { forgetLayoutShifts, layoutShiftsOf, watchLayoutShifts } from './support/layout-shifts.ts';
import { there } from './support/page-steps.ts';

/** The sum of all scores. A page counts as good up to 0.1: https://web.dev/articles/cls */
const most = 0.02;
const widths = [360, 768, 1440] as const;
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

async function open(path: string, width: number): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.setViewport({ width, height: 900 });
  await watchLayoutShifts(page);
  await page.goto(`${server.address}/${path}`);
  return page;
}

async function keepsItsPlaces(page: Page): Promise<void> {
  const { sum, says } = await layoutShiftsOf(page);
  await page.close();
  expect(sum, says.join('\n')).toBeLessThanOrEqual(most);
}

const pages: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '': async (page) => {
    await there(page, 'cam-lens-app >>> tr[data-box="grad-cam"]');
    await eventually(async () =>
      expect(
        await page.$eval(
          'cam-lens-app >>> cam-lens-view[show=blend]',
          (view) => 'bitmap' in view && view.bitmap !== undefined,
        ),
      ).toBe(true),
    );
  },
  'evaluate.html': (page) => there(page, 'cam-lens-evaluation >>> #files'),
  'model.html': (page) => there(page, 'cam-lens-inspector >>> cam-lens-channel-grid >>> canvas'),
  'benchmark.html': (page) => there(page, 'cam-lens-benchmark >>> button.main'),
  'embed.html': (page) => there(page, 'cam-lens-guide >>> cam-lens-interface >>> table'),
};

describe.each(Object.keys(pages))('/%s', (path) => {
  it.each(widths)('at %i px', async (width) => {
    const page = await open(path, width);
    await pages[path]!(page);
    await keepsItsPlaces(page);
  });
});

const photo = { src: 'samples/german-shepherd.webp', width: '1024', height: '768', alt: 'A dog' };

interface Placed {
  readonly tag: string;
  readonly attributes: Attributes;
  /** Fired so many times when all is there. */
  readonly ready?: readonly [type: string, count: number];
}

const elements: Readonly<Record<string, Placed>> = {
  'a blend with controls': { tag: 'cam-lens', attributes: { ...photo, boxes: '', controls: '' } },
  'two pictures and a poster': {
    ...{ tag: 'cam-lens', attributes: { ...photo, view: 'side-by-side', poster: photo.src } },
  },
  'a button over a line to move': {
    ...{ tag: 'cam-lens', attributes: { ...photo, view: 'slider', reveal: 'interaction' } },
    ready: ['cam-lens-load', 1],
  },
  'two methods': {
    ...{ tag: 'cam-lens-compare', attributes: { ...photo, methods: 'cam, grad-cam' } },
    ready: ['cam-lens-explain', 2],
  },
};

describe.each(Object.keys(elements))('an element with %s, between paragraphs', (name) => {
  it.each(widths)('at %i px', async (width) => {
    const { tag, attributes, ready = ['cam-lens-explain', 1] } = elements[name]!;
    const page = await open('embed.html', width);
    await placeElement(page, tag, attributes);
    await forgetLayoutShifts(page);
    await startElement(page, tag, attributes, ready);
    await keepsItsPlaces(page);
  });
});
