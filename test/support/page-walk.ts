/** Every page in its usual states: each walk opens one page, does what visitors do, and looks at what is there then. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { expect } from 'vitest';
import { madeUpResult } from '../benchmark/made-up-result.ts';
import { eventually, patienceMs } from './eventually.ts';
import { give, press, says, there } from './page-steps.ts';
import { tinyClasses, tinyModel } from './tiny-model.ts';
import { sampleArchive, sampleClasses } from './voc-archive.ts';

export interface PageWalk {
  readonly browser: Browser;
  /** Of the server, without a slash at the end. */
  readonly address: string;
  /** For files that are given to the pages. */
  readonly folder: string;
  /** Called in each state, with what to call it. */
  readonly look: (page: Page, state: string) => Promise<void>;
}

type Steps = (page: Page, walk: PageWalk) => Promise<void>;

/** On a page that nobody has visited before, and that keeps its focus whatever the desktop does. */
function at(path: string, steps: Steps): (walk: PageWalk) => Promise<void> {
  return async (walk) => {
    const context = await walk.browser.createBrowserContext();
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      await page.emulateFocusedPage(true);
      await page.goto(`${walk.address}/${path}`);
      await steps(page, walk);
    } finally {
      await context.close();
    }
  };
}

async function explain(page: Page, { look, folder }: PageWalk): Promise<void> {
  await there(page, 'cam-lens-app >>> tr[data-box="grad-cam"]');
  await look(page, 'explained');
  const inBlend = 'cam-lens-app >>> cam-lens-view[show="blend"] >>> .fit';
  await page.$eval(inBlend, (fit) => (fit as HTMLElement).focus());
  for (const key of ['+', '+', '+', 'ArrowRight', 'ArrowDown'] as const) await page.keyboard.press(key);
  await says(page, 'cam-lens-app >>> cam-lens-reading >>> [role=status]', /^x \d+, y \d+: heatmap \d\.\d\d, raw map /);
  await look(page, 'a point, and a part of the picture');
  await page.$eval(inBlend, (fit) => (fit as HTMLElement).focus());
  for (const key of ['0', 'Escape'] as const) await page.keyboard.press(key);
  await press(page, 'cam-lens-app >>> cam-lens-dropzone >>> [data-open=web]');
  await there(page, 'cam-lens-app >>> cam-lens-dropzone >>> cam-lens-url-dialog >>> dialog[open]');
  await look(page, 'a photo from the web');
  await page.keyboard.press('Escape');
  await press(page, 'cam-lens-app >>> cam-lens-dropzone >>> [data-open=camera]');
  await there(page, 'cam-lens-app >>> cam-lens-dropzone >>> cam-lens-camera-dialog >>> [role=alert]');
  await look(page, 'no camera');
  await page.keyboard.press('Escape');
  await press(page, 'cam-lens-app >>> cam-lens-layers >>> button');
  await press(page, 'cam-lens-app >>> cam-lens-methods >>> .row > button');
  await eventually(async () => expect(await page.$$('cam-lens-app >>> cam-lens-strip >>> canvas')).toHaveLength(4));
  writeFileSync(join(folder, 'bad.jpg'), 'This is no picture.');
  await give(page, 'cam-lens-app >>> cam-lens-dropzone >>> input[type="file"]', join(folder, 'bad.jpg'));
  await there(page, 'cam-lens-app >>> cam-lens-notices >>> li');
  await look(page, 'all methods and layers, and a bad file');
  await press(page, 'cam-lens-app >>> cam-lens-methods >>> .row > button');
  await press(page, 'cam-lens-app >>> cam-lens-methods >>> [data-compare=methods]');
  const blends = 'cam-lens-app >>> cam-lens-strip >>> canvas';
  await eventually(async () => expect((await page.$$(blends)).length).toBeGreaterThan(8));
  await look(page, 'all methods side by side');
  const files = [join(folder, 'tiny.onnx'), join(folder, 'names.json')];
  writeFileSync(files[0]!, tinyModel().bytes);
  writeFileSync(files[1]!, JSON.stringify(tinyClasses));
  await give(page, 'cam-lens-app >>> cam-lens-dropzone >>> input[type="file"]', ...files);
  await there(page, 'cam-lens-app >>> cam-lens-model-dialog >>> button[type=submit]');
  await look(page, 'a model of one’s own');
}

async function evaluate(page: Page, { look, folder }: PageWalk): Promise<void> {
  // What the model can do appears with it, and moves what stands below.
  await says(page, 'cam-lens-evaluation >>> .headline', /^\s*(?!Loading)\S/);
  await there(page, 'cam-lens-evaluation >>> fieldset input:not(:disabled)');
  await look(page, 'no data set');
  const given = [join(folder, 'set.tar'), join(folder, 'classes.json')];
  writeFileSync(given[0]!, await sampleArchive(1));
  writeFileSync(given[1]!, JSON.stringify(sampleClasses));
  await give(page, 'cam-lens-evaluation >>> #files', ...given);
  await there(page, 'cam-lens-evaluation >>> button[data-command="start"]:not(:disabled)');
  await look(page, 'a data set');
  await press(page, 'cam-lens-evaluation >>> button[data-command="start"]');
  await says(page, 'cam-lens-evaluation >>> .headline', /^\s*Finished/);
  await eventually(async () => expect(await page.$('cam-lens-evaluation >>> figure img')).not.toBeNull());
  await look(page, 'a finished run');
  await press(page, 'cam-lens-evaluation >>> cam-lens-comparison >>> button.main:not(:disabled)');
  await there(page, 'cam-lens-evaluation >>> cam-lens-comparison >>> table');
  await look(page, 'a comparison');
}

async function embed(page: Page, { look }: PageWalk): Promise<void> {
  await there(page, 'cam-lens-guide >>> cam-lens-example >>> #run');
  await look(page, 'examples that nobody has run');
  // Elements out of sight wait.
  await page.setViewport({ width: 1280, height: 6000 });
  const count = await page.$$eval('cam-lens-guide >>> cam-lens-example >>> #run', (buttons) => {
    for (const button of buttons) (button as HTMLElement).click();
    return buttons.length;
  });
  expect(count).toBeGreaterThan(3);
  await eventually(async () => {
    const said = await page.$$eval('cam-lens-guide >>> .live cam-lens >>> [role=status]', (all) =>
      all.map(({ textContent }) => textContent),
    );
    expect(said).toHaveLength(3);
    for (const one of said) expect(one).toMatch(/\) lies|finds no|Nothing stands out/);
  });
  await look(page, 'elements on their page');
}

async function model(page: Page, { look, folder }: PageWalk): Promise<void> {
  const tile = 'cam-lens-inspector >>> cam-lens-channel-grid >>> canvas';
  await eventually(async () => expect(await page.$$(tile)).toHaveLength(64));
  await look(page, 'a model and its last layer');
  await press(page, 'cam-lens-inspector >>> input[value="gradients"]');
  await press(page, 'cam-lens-inspector >>> cam-lens-layer-table >>> tbody button');
  await says(page, 'cam-lens-inspector >>> #channels', /^conv1 · 64 × 112 × 112$/);
  await there(page, 'cam-lens-inspector >>> .channels[aria-busy=false]');
  await says(page, 'cam-lens-inspector >>> cam-lens-progress >>> [role=status]', /^\s*The network predicts/);
  await look(page, 'gradients of its first layer');
  const files = [join(folder, 'tiny.onnx'), join(folder, 'names.json')];
  writeFileSync(files[0]!, tinyModel().bytes);
  writeFileSync(files[1]!, JSON.stringify(tinyClasses));
  await give(page, 'cam-lens-inspector >>> #model', ...files);
  await says(page, 'cam-lens-inspector >>> cam-lens-model >>> strong', /^tiny$/);
  await eventually(async () => expect(await page.$$(tile)).toHaveLength(8));
  await look(page, 'a model of one’s own, looked into');
}

async function benchmark(page: Page, { look }: PageWalk): Promise<void> {
  await there(page, 'cam-lens-benchmark >>> button.main');
  await look(page, 'before a benchmark');
  const result = madeUpResult({ small: 2, large: 4 }, 1);
  await page.$eval('cam-lens-benchmark', (element, shown) => Object.assign(element, { result: shown }), result);
  await there(page, 'cam-lens-benchmark >>> [aria-labelledby=chains]');
  await look(page, 'a benchmark’s result');
}

export const pageWalks = {
  'the page that explains': at('', explain),
  'the page for data sets': at('evaluate.html', evaluate),
  'the page for models': at('model.html', model),
  'the page about the elements': at('embed.html', embed),
  'the page that measures shaders': at('benchmark.html', benchmark),
} as const satisfies Readonly<Record<string, (walk: PageWalk) => Promise<void>>>;
