/** The built page as a visitor sees it, opened in Chromium and compared with the numbers of the command. */
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium, type ChromiumOptions } from '../cli/chromium.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import samples from '../public/samples/samples.json' with { type: 'json' };
import { iou } from '../src/evaluation/iou.ts';
import type { Box } from '../src/pipeline/types.ts';
import type { Explanation } from '../src/pipeline/recipe/explanation.ts';
import { tinyClasses, tinyModel } from './support/tiny-model.ts';
import { camLensShared } from './support/cam-lens.ts';
import { consoleOf } from './support/console.ts';
import { eventually, patienceMs } from './support/eventually.ts';

const photo = samples.samples[0]!;
const explained = 'cam-lens-app >>> tr[data-box="grad-cam"]';
const truth = photo.box as unknown as Box;

let server: RunningServer;
let commanded: readonly Explanation[];

beforeAll(async () => {
  const image = join('public', 'samples', photo.file);
  const { printed } = await camLensShared('explain', image, '--method', 'cam,grad-cam', '--json');
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
  let told: readonly string[];
  const outside: string[] = [];

  beforeAll(async () => {
    browser = await startChromium(options);
    page = await openPage(browser, (opened) => {
      told = consoleOf(opened);
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

  test('it shows the backend', async () => {
    expect(await textOf(page, 'cam-lens-app', 'cam-lens-backend', 'section')).toMatch(ran);
  });

  test('the console is empty, and nothing left this machine', () => {
    expect(told).toEqual([]);
    expect(outside).toEqual([]);
  });
});

/** Clicks an element of the app, wherever on the page it is. */
async function click(page: Page, ...path: readonly string[]): Promise<void> {
  await page.$eval(['cam-lens-app', ...path].join(' >>> '), (element) => (element as HTMLElement).click());
}

function says(page: Page, text: RegExp, ...path: readonly string[]): Promise<void> {
  return eventually(async () => expect(await textOf(page, 'cam-lens-app', ...path)).toMatch(text));
}

/** The blends of the strip, by layer: how many colours each has. */
async function stripColours(page: Page): Promise<Record<string, number>> {
  const frames = await page.$$eval('cam-lens-app >>> cam-lens-strip >>> canvas', (canvases) =>
    canvases.map((canvas) => {
      const { width, height, dataset } = canvas;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return [dataset['key'] ?? '', new Set(new Uint32Array(Uint8ClampedArray.from(pixels).buffer)).size] as const;
    }),
  );
  return Object.fromEntries(frames);
}

describe('what a visitor can ask', () => {
  let browser: Browser;
  let page: Page;
  const summary = ['cam-lens-progress', '.message'] as const;
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-model-'));

  beforeAll(async () => {
    browser = await startChromium();
    page = await openPage(browser);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('a file that is not a picture is refused by name, and the page stays unchanged', async () => {
    const name = '<img src=x onerror=alert(1)>.jpg';
    writeFileSync(join(folder, name), 'This is no picture.');
    const input = await page.$('cam-lens-app >>> cam-lens-dropzone >>> input[type="file"]');
    if (input === null) throw new Error('the dropzone has no file input');
    await (await input.toElement('input')).uploadFile(join(folder, name));
    await appears(page, 'cam-lens-app >>> cam-lens-notices >>> li');
    expect(await textOf(page, 'cam-lens-app', 'cam-lens-notices', 'li')).toContain(`${name} could not be decoded`);
    expect(await page.$(explained)).not.toBeNull();
  });

  test('layers side by side, each of which can be chosen; CAM says where it is not possible', async () => {
    await click(page, 'cam-lens-layers', 'button');
    await eventually(async () => {
      const colours = await stripColours(page);
      expect(Object.keys(colours)).toEqual(['layer1', 'layer2', 'layer3', 'layer4']);
      for (const count of Object.values(colours)) expect(count).toBeGreaterThan(1000);
    });
    await click(page, 'cam-lens-methods', 'input[value=cam]');
    await says(page, /CAM needs global average pooling directly after the layer.*layer1/, 'cam-lens-strip', 'ol');
    await click(page, 'cam-lens-methods', 'input[value=grad-cam]');
    await appears(page, 'cam-lens-app >>> cam-lens-strip >>> button[data-key=layer2]');
    await click(page, 'cam-lens-strip', 'button[data-key=layer2]');
    await eventually(async () => {
      expect(await page.$eval('cam-lens-app >>> select[name=layer]', (select) => select.value)).toBe('layer2');
      expect(await page.$(`cam-lens-app >>> tr[data-box=cam]`)).toBeNull();
    });
    await click(page, 'cam-lens-strip', 'button[data-key=layer4]');
    await appears(page, 'cam-lens-app >>> tr[data-box=cam]');
    await click(page, 'cam-lens-layers', 'button');
  });

  test('a method at the input, with its caution', async () => {
    await click(page, 'cam-lens-methods', '#show-guided-backprop');
    await says(page, /^Caution\./, 'cam-lens-method', '.caution');
    await appears(page, 'cam-lens-app >>> tr[data-box="guided-backprop"]');
    await click(page, 'cam-lens-methods', '#show-guided-backprop');
    await says(page, /The Grad-CAM box/, ...summary);
  });

  test('a slow method, and that it ends', async () => {
    await click(page, 'cam-lens-methods', '#show-occlusion');
    await says(page, /runs of the network/, ...summary);
    await click(page, 'cam-lens-progress', 'button');
    await says(page, /The Grad-CAM box/, ...summary);
    expect(await page.$('cam-lens-app >>> tr[data-box=occlusion]')).toBeNull();
  });

  test('why this class and not that one', async () => {
    await click(page, 'cam-lens-classes', '[data-against]');
    await says(page, /Explained here: German shepherd and not malinois\./, ...summary);
  });

  test('the visitor’s own model, and back', async () => {
    const files = [join(folder, 'tiny.onnx'), join(folder, 'names.json')];
    writeFileSync(files[0]!, tinyModel().bytes);
    writeFileSync(files[1]!, JSON.stringify(tinyClasses));
    const input = await page.$('cam-lens-app >>> cam-lens-dropzone >>> input[type="file"]');
    if (input === null) throw new Error('the dropzone has no file input');
    await (await input.toElement('input')).uploadFile(...files);
    await says(page, /5 classes: ant, bee, cat, …/, 'cam-lens-model-dialog', 'form');
    await click(page, 'cam-lens-model-dialog', 'button[type=submit]');
    await says(page, /^tiny$/, 'cam-lens-model', 'strong');
    await says(page, /^The network predicts (ant|bee|cat|dog|eel) /, ...summary);
    await click(page, 'cam-lens-model', '#back');
    await says(page, /^ResNet-50$/, 'cam-lens-model', 'strong');
    await says(page, /^The network predicts German shepherd \(99\.2/, ...summary);
  });
});
