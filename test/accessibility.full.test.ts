/** Every page in its usual states, light and dark, narrow and wide, as axe judges it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import { madeUpResult } from './benchmark/made-up-result.ts';
import { faultsByAxe } from './support/axe.ts';
import { eventually, patienceMs } from './support/eventually.ts';
import { give, press, says, there } from './support/page-steps.ts';
import { tinyClasses, tinyModel } from './support/tiny-model.ts';
import { sampleArchive, sampleClasses } from './support/voc-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-accessibility-'));
/** Where to keep a picture of each state; only for people who want to look. */
const looks = process.env['CAM_LENS_LOOKS'];
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ isPublic: true });
  browser = await startChromium({ adapter: 'none' });
  if (looks !== undefined) mkdirSync(looks, { recursive: true });
});
afterAll(async () => {
  await endChromium(browser);
  await server.close();
  rmSync(folder, { recursive: true });
});

async function open(path: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(`${server.address}/${path}`);
  return page;
}

/** Looks at one state in both colour schemes and at two widths. */
async function look(page: Page, state: string): Promise<void> {
  const faults: string[] = [];
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    for (const width of [360, 1280]) {
      await page.setViewport({ width, height: 2400 });
      const found = await faultsByAxe(page);
      faults.push(...found.map((fault) => `${state}, ${scheme}, ${width} px: ${fault}`));
      if (looks !== undefined) {
        await page.screenshot({ path: join(looks, `${state.replace(/\W+/g, '-')}-${scheme}-${width}.png`) });
      }
    }
  }
  expect(faults).toEqual([]);
}

it('the page that explains', async () => {
  const page = await open('');
  await there(page, 'cam-lens-app >>> tr[data-box="grad-cam"]');
  await look(page, 'explained');
  await press(page, 'cam-lens-app >>> cam-lens-layers >>> button');
  await press(page, 'cam-lens-app >>> cam-lens-methods >>> .row > button');
  await eventually(async () => expect(await page.$$('cam-lens-app >>> cam-lens-strip >>> canvas')).toHaveLength(4));
  writeFileSync(join(folder, 'bad.jpg'), 'This is no picture.');
  await give(page, 'cam-lens-app >>> cam-lens-dropzone >>> input[type="file"]', join(folder, 'bad.jpg'));
  await there(page, 'cam-lens-app >>> cam-lens-notices >>> li');
  await look(page, 'all methods and layers, and a bad file');
  const files = [join(folder, 'tiny.onnx'), join(folder, 'names.json')];
  writeFileSync(files[0]!, tinyModel().bytes);
  writeFileSync(files[1]!, JSON.stringify(tinyClasses));
  await give(page, 'cam-lens-app >>> cam-lens-dropzone >>> input[type="file"]', ...files);
  await there(page, 'cam-lens-app >>> cam-lens-model-dialog >>> button[type=submit]');
  await look(page, 'a model of one’s own');
  await page.close();
});

it('the page for data sets', async () => {
  const page = await open('evaluate.html');
  await there(page, 'cam-lens-evaluation >>> #files');
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
  await page.close();
});

it('the page about the elements', async () => {
  const page = await open('embed.html');
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
  await page.close();
});

it('the page that measures shaders', async () => {
  const page = await open('benchmark.html');
  await there(page, 'cam-lens-benchmark >>> button.main');
  await look(page, 'before a benchmark');
  const result = madeUpResult({ small: 2, large: 4 }, 1);
  await page.$eval('cam-lens-benchmark', (element, shown) => Object.assign(element, { result: shown }), result);
  await there(page, 'cam-lens-benchmark >>> [aria-labelledby=chains]');
  await look(page, 'a benchmark’s result');
  await page.close();
});
