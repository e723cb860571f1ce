/** The built page, as a visitor sees it: opened in Chromium, held to the numbers of the command. */
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium, type ChromiumOptions } from '../cli/chromium.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import { setUp } from '../scripts/setup.mjs';
import { createContext } from '../scripts/setup/context.mjs';
import samples from '../public/samples/samples.json' with { type: 'json' };
import { iou } from '../src/evaluation/iou.ts';
import type { Box, Explanation } from '../src/pipeline/types.ts';
import { camLens } from './support/cam-lens.ts';
import { eventually, patienceMs } from './support/eventually.ts';

const photo = samples.samples[0]!;
const explained = 'cam-lens-app >>> tr[data-box="grad-cam"]';
const truth = photo.box as unknown as Box;

let server: RunningServer;
let commanded: readonly Explanation[];

beforeAll(async () => {
  await setUp(createContext('test'));
  const image = join('public', 'samples', photo.file);
  const { printed } = await camLens('explain', image, '--method', 'cam,grad-cam', '--json');
  commanded = (JSON.parse(printed) as { results: [{ explanations: Explanation[] }] }).results[0].explanations;
  server = await startServer();
});
afterAll(() => server.close());

/** Text of an element, through all shadow roots. */
function textOf(page: Page, ...path: readonly string[]): Promise<string> {
  return page.$eval(path.join(' >>> '), (element) => element.textContent.replace(/\s+/g, ' ').trim());
}

/** Opens the page and waits until the first sample is explained. */
async function openPage(browser: Browser, watch: (page: Page) => void = () => undefined): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.setViewport({ width: 1280, height: 1400 });
  watch(page);
  await page.goto(server.address);
  await appears(page, explained);
  return page;
}

/** Waits for an element behind shadow roots, whose changes no observer of the document sees. */
function appears(page: Page, selector: string): Promise<void> {
  return eventually(async () => expect(await page.$(selector), selector).not.toBeNull());
}

/** How many colours a screenshot of a view shows. */
async function coloursOf(page: Page, view: string): Promise<number> {
  const element = await page.$(`cam-lens-app >>> cam-lens-view[show="${view}"]`);
  if (element === null) throw new Error(`there is no view of the ${view}`);
  const png = decode(await element.screenshot());
  const colours = new Set<number>();
  for (let i = 0; i < png.data.length; i += png.channels) {
    colours.add((png.data[i]! << 16) | (png.data[i + 1]! << 8) | png.data[i + 2]!);
  }
  return colours.size;
}

const machines: readonly (readonly [name: string, ChromiumOptions, ran: RegExp])[] = [
  ['a software adapter', { adapter: 'software' }, /in shaders \(WebGPU\)/],
  ['a software adapter that composites too', { adapter: 'software-compositing' }, /in shaders \(WebGPU\)/],
  ['no WebGPU', { adapter: 'none' }, /no WebGPU/i],
];

describe.each(machines)('on %s', (_name, options, ran) => {
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];
  const outside: string[] = [];

  beforeAll(async () => {
    browser = await startChromium(options);
    page = await openPage(browser, (opened) => {
      opened.on('pageerror', (error) => faults.push(String(error)));
      opened.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      opened.on('request', (request) => {
        if (/^https?:/.test(request.url()) && !request.url().startsWith(server.address)) outside.push(request.url());
      });
    });
  });
  afterAll(() => browser.close());

  test('the first sample is explained at once, with the numbers of the command', async () => {
    for (const { method, box } of commanded) {
      const row = await textOf(page, 'cam-lens-app', 'cam-lens-results', `tr[data-box="${method}"]`);
      const [x0, y0, x1, y1] = box!;
      expect(row).toContain(`${x0}, ${y0} → ${x1}, ${y1}`);
      expect(row).toContain(iou(box!, truth).toFixed(3));
    }
    expect(await textOf(page, 'cam-lens-app', 'cam-lens-classes', 'section')).toContain('German shepherd 99.2 %');
  });

  test('the canvases are not blank', async () => {
    // What is measured is what is seen: the painting may come a moment after the numbers.
    await eventually(async () => {
      expect(await coloursOf(page, 'heatmap')).toBeGreaterThan(200);
      expect(await coloursOf(page, 'blend')).toBeGreaterThan(2000);
    });
  });

  test('it says what ran', async () => {
    expect(await textOf(page, 'cam-lens-app', 'cam-lens-backend', 'section')).toMatch(ran);
  });

  test('nothing went wrong, and nothing left this machine', () => {
    expect(faults).toEqual([]);
    expect(outside).toEqual([]);
  });
});

describe('a file that is no picture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-page-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is refused by name, and what was shown stays', async () => {
    const name = '<img src=x onerror=alert(1)>.jpg';
    writeFileSync(join(folder, name), 'This is no picture.');
    const browser = await startChromium();
    try {
      const page = await openPage(browser);
      const input = await page.$('cam-lens-app >>> cam-lens-dropzone >>> input[type="file"]');
      if (input === null) throw new Error('the dropzone has no file input');
      await (await input.toElement('input')).uploadFile(join(folder, name));
      await appears(page, 'cam-lens-app >>> cam-lens-notices >>> li');
      expect(await textOf(page, 'cam-lens-app', 'cam-lens-notices', 'li')).toContain(`${name} could not be decoded`);
      expect(await page.$(explained)).not.toBeNull();
    } finally {
      await browser.close();
    }
  });
});
