/** `evaluate --report` and `merge --report` on four photos, with a small network; the page is opened in Chromium. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectToChromium } from '../../cli/chromium.ts';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import { commandLine, type Manifest } from '../../cli/report-folder.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { tarOf } from '../datasets/support/sources.ts';
import { camLensShared, type Ended } from '../support/cam-lens.ts';
import { tinyClasses } from '../support/tiny-model.ts';
import { VocSet } from '../support/voc-set.ts';

const set = new VocSet('report');
const { at, store } = set;

const sizes = {
  'german-shepherd': [1024, 768],
  'giant-panda': [1024, 681],
  'komodo-dragon': [1024, 682],
  'scarlet-macaw': [1024, 793],
} as const;
const photos = Object.keys(sizes).map((name) => `${name}.webp`);
const hostile = '<img src=x onerror=alert(1)>';
const classes = tinyClasses.map((name) => (name === 'dog' ? hostile : name));

const choosing = ['--thresholds', '0.1,0.15,0.2,0.4', '--class', 'both'];
const fromFolders = ['evaluate', ...set.words(1), ...choosing];

const readJson = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'));
const manifestOf = (name: string): Manifest => readJson(`${name}/manifest.json`) as Manifest;

/** The object without one field. */
function without(object: object, field: string): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));
}

/** Everything that does not depend on when the pictures were measured. */
const timeless = (result: EvaluationResult): object => without(result, 'timings');

/** The texts of a page, and the requests it made. */
async function read(name: string) {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(at(`${name}/index.html`)).href);
  const found = await page.evaluate(() => ({
    fixed: [...document.querySelectorAll('[data-table="fixed"] tbody tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent.trim()),
    ),
    strong: [...document.querySelectorAll('figure[data-picture] strong')].map(({ textContent }) => textContent),
    thumbnails: [...document.querySelectorAll('image')].map((image) => image.getAttribute('href')?.slice(0, 23)),
    pictures: document.querySelector('#pictures')?.textContent ?? '',
    images: document.images.length,
  }));
  await page.close();
  return { ...found, asked: asked.filter((url) => !url.startsWith('data:')) };
}

let browser: Browser;
let ended: Ended;
let result: EvaluationResult;

beforeAll(async () => {
  set.storeModel(classes, { dog: 3 });
  for (const [name, size] of Object.entries(sizes)) {
    const photo = readFileSync(join(projectRoot, 'public/samples', `${name}.webp`));
    set.storePicture(`dog/${name}.webp`, photo, [[100, 50, 900, 650]], size);
  }
  browser = await connectToChromium(inject('sharedChromium'));
  ended = await camLensShared(...fromFolders, '--json', '--report', at('report'));
  result = JSON.parse(ended.printed) as EvaluationResult;
});
afterAll(async () => {
  await browser.disconnect();
  set.remove();
});

describe('evaluate --report', () => {
  it('writes the page, the manifest, the result and the records', () => {
    expect(ended.code, ended.told).toBe(0);
    expect(ended.told).toContain(join('report', 'index.html'));
    expect(readJson('report/result.json')).toEqual(result);
    expect(result.classes['3']).toBe(hostile);
    const rows = readFileSync(at('report/records.csv'), 'utf8').trim().split('\r\n');
    // Two methods and two class sources for each picture, and the heading.
    expect(rows).toHaveLength(4 * 4 + 1);
  });

  it('shows the numbers of the result and the pictures, and loads nothing', async () => {
    const { fixed, strong, thumbnails, images, asked } = await read('report');
    const keys = [
      ['cam', 'CAM', 'true'],
      ['cam', 'CAM', 'predicted'],
      ['grad-cam', 'Grad-CAM', 'true'],
      ['grad-cam', 'Grad-CAM', 'predicted'],
    ] as const;
    const expected = keys.map(([method, title, source]) => {
      const { meanIoU, corLoc } = result.methods[method]!['last']![source]!.fixed!;
      const cells = [meanIoU, corLoc].map((point) => {
        const [low, high] = point!.interval95;
        return `${point!.value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
      });
      return [title, 'last', source, ...cells];
    });
    expect(fixed).toEqual(expected);
    expect(strong.length).toBeGreaterThanOrEqual(3);
    expect(new Set(strong)).toEqual(new Set([hostile]));
    expect(thumbnails).toEqual(strong.map(() => 'data:image/jpeg;base64,'));
    expect(images).toBe(0);
    expect(asked).toEqual([pathToFileURL(at('report/index.html')).href]);
  });

  it('can be reproduced from its manifest with the same numbers', async () => {
    const manifest = manifestOf('report');
    expect(manifest).toMatchObject({
      ...{ tool: 'cam-lens', command: 'evaluate', files: [], shard: null },
      model: { name: 'tiny', sha256: expect.stringMatching(/^[\da-f]{64}$/) as string, size: 32 },
      backend: { network: 'wasm', stages: 'cpu', adapter: 'none' },
      browser: expect.stringMatching(/chrom.* \d+\.\d+/i) as string,
      conventions: { presets: { paper: expect.stringContaining('min-max') as string } },
      ...{ seeds: { bootstrap: 1, gallery: 1 }, bootstrap: { resamples: 2000, confidence: 0.95 } },
      counts: { pictures: 4, boxes: 4, test: 4, failed: 0 },
    });
    expect(Date.parse(manifest.date)).toBeGreaterThan(Date.parse('2024-01-01'));
    expect(Object.keys(manifest.data)).toEqual(['measured', 'images', 'annotations', 'class map']);
    expect(manifest.options).toMatchObject({ methods: 'cam,grad-cam', layers: 'last', size: '32' });

    const [, ...words] = commandLine(manifest);
    const again = await camLensShared(...words, '--json', '--report', at('again'));
    expect(again.code, again.told).toBe(0);
    expect(timeless(JSON.parse(again.printed) as EvaluationResult)).toEqual(timeless(result));
    expect(manifestOf('again')).toEqual({
      ...manifest,
      date: expect.any(String) as string,
      timings: expect.any(Object) as object,
    });
  });

  it('refuses an impossible folder before anything is measured', async () => {
    const { code, told } = await camLensShared(...fromFolders, '--report', at('tiny.onnx'));
    expect(code).toBe(2);
    expect(told).toContain('--report');
  });
});

describe('merge --report', () => {
  it('shows pictures if --images names them, also in an archive, and says so otherwise', async () => {
    const files = photos.map((name) => [`Images/dog/${name}`, readFileSync(at(`set/Images/dog/${name}`))] as const);
    store('images.tar', await tarOf(Object.fromEntries(files.map(([name, bytes]) => [name, new Uint8Array(bytes)]))));
    const words = ['merge', at('report/result.json')];
    expect((await camLensShared(...words, '--report', at('bare'))).code).toBe(0);
    const bare = await read('bare');
    expect(bare.thumbnails).toEqual([]);
    expect(bare.pictures).toContain('not available');
    expect(existsSync(at('bare/manifest.json'))).toBe(true);

    const whole = await camLensShared(...words, '--images', at('images.tar'), '--report', at('shown'));
    expect(whole.code, whole.told).toBe(0);
    const [shown, first] = [await read('shown'), await read('report')];
    expect(shown).toEqual({ ...first, asked: shown.asked });
    // The hashes are of the measured pictures, wherever these are now.
    const { data } = manifestOf('shown');
    expect(data['measured']).toEqual(manifestOf('report').data['measured']);
  });
});
