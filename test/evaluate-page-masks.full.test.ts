/** The built page for data sets: a folder of pictures with PNG masks, evaluated in Chromium to the records of the command. */
import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import type { EvaluationResult } from '../cli/evaluation-result.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import type { PictureRecord } from '../src/evaluation/record.ts';
import { run } from './cli/run-cam-lens.ts';
import { consoleOf } from './support/console.ts';
import { eventually, patienceMs } from './support/eventually.ts';
import { give, press } from './support/page-steps.ts';
import { VocSet } from './support/voc-set.ts';

const set = new VocSet('page-masks');
const names = ['ant/1', 'ant/2', 'bee/1', 'dog/3'];
const unmasked = 'dog/4';
const [width, height] = [40, 32];

let server: RunningServer;
let browser: Browser;
let page: Page;

/** The object's columns start at this one; two rows above it are ignored. */
const mask = (left: number): Uint8Array =>
  encode({
    ...{ width, height, channels: 1 },
    data: Uint8Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      const isWithin = x >= left && x < 28;
      return isWithin && y >= 8 && y < 30 ? 1 : isWithin && y >= 6 && y < 8 ? 255 : 0;
    }),
  });

beforeAll(async () => {
  set.storeModel();
  // The page begins with the model of this name.
  set.store('models/resnet50.json', set.readText('tiny.json'));
  set.store('models/tiny.onnx', readFileSync(set.at('tiny.onnx')));
  for (const [i, name] of [...names, unmasked].entries()) {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * (7 + i) + (at % 97) * 13 * i) % 256);
    set.store(`set/images/${name}.png`, encode({ width, height, data, channels: 3 }));
  }
  for (const [i, name] of names.entries()) set.store(`set/SegmentationClass/${name}.png`, mask(4 + 3 * i));
  server = await startServer({ models: set.at('models') });
  browser = await startChromium();
  page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  set.remove();
});

const inside = (selector: string): string => `cam-lens-evaluation >>> ${selector}`;

function textsOf(selector: string): Promise<string[]> {
  return page.$$eval(inside(selector), (found) =>
    found.map((element) => element.textContent.replace(/\s+/g, ' ').trim()),
  );
}

async function savedByPage(): Promise<{
  readonly perPicture: readonly PictureRecord[];
  readonly [field: string]: unknown;
}> {
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: set.at('saved') });
  await press(page, inside('[data-export="json"]'));
  return eventually(() => JSON.parse(set.readText('saved/cam-lens-evaluation.json')) as never);
}

test('a folder with masks is measured to the bits of the command, and its tables have the numbers of the command', async () => {
  const { code, told } = await run(
    ...['evaluate', '--images', set.at('set'), '--format', 'masks', '--measures', 'pointing,pxap', '--size', '224'],
    ...['--model', set.at('tiny.onnx'), '--methods', 'cam,grad-cam', '--out', set.at('commanded.json')],
  );
  expect(code, told).toBe(1);
  const commanded = JSON.parse(set.readText('commanded.json')) as EvaluationResult;

  const logged = consoleOf(page);
  await page.goto(`${server.address}/evaluate.html`);
  await give(page, inside('#folder'), set.at('set'));
  await eventually(async () => expect(await textsOf('ul[aria-label="Given"] li')).toEqual(['set (9 files)']));
  await page.select(inside('#format'), 'masks');
  for (const measure of ['pointing', 'pxap']) await press(page, inside(`[name="measure"][value="${measure}"]:enabled`));
  await press(page, inside('button[data-command="start"]:not(:disabled)'));
  await eventually(async () => expect(await textsOf('.headline')).toEqual(['Finished: 4 of 4 pictures measured.']));

  const columns = ['Method', 'Mask IoU ↑', 'Pointing ↑', 'PxAP ↑'];
  const numbers = (method: string): string[] => {
    const { maskIoU, pointing, pxap } = commanded.methods[method]!['last']!.true!;
    return [maskIoU, pointing, pxap].map((value) => value!.toFixed(3));
  };
  await eventually(async () => {
    expect(await textsOf('cam-lens-measures-table >>> thead th')).toEqual(columns);
    for (const method of ['cam', 'grad-cam'])
      expect(await textsOf(`cam-lens-measures-table >>> [data-row="${method}"] .value`)).toEqual(numbers(method));
  });
  expect((await textsOf('details[data-code="annotation-missing"] li')).join()).toContain(unmasked);

  const { perPicture, dataset, methods } = await savedByPage();
  // The command adds the IoU of each box; paths begin with the chosen folder.
  const found = perPicture.map((record) => ({ ...record, path: record.path!.replace(/^set\//, '') }));
  expect(commanded.perPicture).toMatchObject(found);
  expect(found.every(({ explanations }) => typeof explanations['cam']?.['last']?.true?.maskIoU === 'number')).toBe(
    true,
  );
  expect(methods).toEqual(commanded.methods);
  expect(dataset).toMatchObject({ pictures: 4, boxes: 4, format: 'masks' });
  expect(logged).toEqual([]);
});
