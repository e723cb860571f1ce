/** The built page for data sets: a small set from an archive, evaluated in Chromium, and kept over a reload. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import samples from '../public/samples/samples.json' with { type: 'json' };
import { bestIou } from '../src/evaluation/iou.ts';
import { mean } from '../src/evaluation/mean.ts';
import type { Box } from '../src/pipeline/types.ts';
import type { Explanation } from '../src/pipeline/recipe/explanation.ts';
import { runLock } from '../src/ui/evaluate/kept-running.ts';
import { camLensShared } from './support/cam-lens.ts';
import { consoleOf } from './support/console.ts';
import { eventually, patienceMs } from './support/eventually.ts';
import { sampleArchive, sampleClasses } from './support/voc-archive.ts';

const evaluation = 'cam-lens-evaluation';
const folder = mkdtempSync(join(tmpdir(), 'cam-lens-evaluate-'));
const given = [join(folder, 'set.tar'), join(folder, 'classes.json')];
const annotated = (samples.samples as unknown as readonly { file: string; classIndex: number; box: Box }[]).slice(0, 2);
const unannotated = samples.samples.slice(2).map(({ file }) => file);

let server: RunningServer;
let browser: Browser;
let page: Page;
let commanded: readonly string[];
let told: readonly string[];

beforeAll(async () => {
  writeFileSync(given[0]!, await sampleArchive(1, unannotated));
  writeFileSync(given[1]!, JSON.stringify(sampleClasses));
  commanded = await commandedIou(['cam', 'grad-cam']);
  server = await startServer();
  browser = await startChromium({ slowsHiddenTabs: true });
  page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  told = consoleOf(page);
  await page.goto(`${server.address}/evaluate.html`);
  await giveAndPress('start');
  // The networks start, then they run: each is given its time.
  await eventually(async () => expect((await textsOf('.headline'))[0]).toMatch(/of 2 pictures measured/));
  await eventually(async () => expect((await textsOf('.headline'))[0]).toMatch(/^Finished/));
});
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Texts of all elements that match, through shadow roots. */
function textsOf(selector: string): Promise<string[]> {
  return page.$$eval(`${evaluation} >>> ${selector}`, (found) =>
    found.map((element) => element.textContent.replace(/\s+/g, ' ').trim()),
  );
}

async function giveAndPress(command: string): Promise<void> {
  const input = await page.$(`${evaluation} >>> #files`);
  if (input === null) throw new Error('there is no input for files');
  await (await input.toElement('input')).uploadFile(...given);
  await press(`button[data-command="${command}"]:not(:disabled)`);
}

async function press(selector: string): Promise<void> {
  await eventually(async () => expect(await page.$(`${evaluation} >>> ${selector}`), selector).not.toBeNull());
  await page.$eval(`${evaluation} >>> ${selector}`, (button) => (button as HTMLElement).click());
}

/** Crashes the page as soon as what it measures is so; then it is opened once more. @returns what it was measuring */
async function crashWhile(isTime: (ids: readonly string[]) => boolean): Promise<readonly string[]> {
  const underWay = async (): Promise<readonly string[]> => {
    const text = await page.evaluate(() => localStorage.getItem('cam-lens run under way'));
    return text === null ? [] : (JSON.parse(text) as { underWay: string[] }).underWay;
  };
  let ids: readonly string[] = [];
  await eventually(async () => expect(isTime((ids = await underWay()))).toBe(true));
  // Never answered.
  void (await page.createCDPSession()).send('Page.crash').catch(() => undefined);
  await new Promise((resolve) => page.once('error', resolve));
  await page.close();
  page = await browser.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(`${server.address}/evaluate.html`);
  return ids;
}

/** @param sizeBytes for the page to store; as much as is usual unless given */
async function leaveRoom(sizeBytes?: number): Promise<void> {
  const session = await page.createCDPSession();
  const quota = sizeBytes === undefined ? {} : { quotaSize: sizeBytes };
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(server.address).origin, ...quota });
}

/** Names of the Web Locks, of which a run's keeps the page from being frozen. */
function heldLocks(): Promise<(string | undefined)[]> {
  return page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name) ?? []);
}

/** Mean IoU of the boxes that the command finds for the true classes, as the page writes it. */
async function commandedIou(methods: readonly string[]): Promise<string[]> {
  const ious: number[][] = methods.map(() => []);
  for (const { file, classIndex, box } of annotated) {
    const words = ['--method', methods.join(','), '--class', String(classIndex), '--json'];
    const { printed } = await camLensShared('explain', join('public', 'samples', file), ...words);
    const { results } = JSON.parse(printed) as { results: [{ explanations: Explanation[] }] };
    results[0].explanations.forEach((explanation, i) => ious[i]?.push(bestIou(explanation.box, [box]) ?? NaN));
  }
  return ious.map((values) => mean(values).toFixed(3));
}

describe('an archive given to the page', () => {
  test('is measured to the numbers of the command', async () => {
    expect(await textsOf('.headline')).toEqual(['Finished: 2 of 2 pictures measured.']);
    await eventually(async () => {
      expect(await textsOf('tr[data-row="cam"] .value')).toEqual([commanded[0], '100.0', '100.0', '100.0']);
      expect((await textsOf('tr[data-row="grad-cam"] .value'))[0]).toBe(commanded[1]);
      expect(await textsOf('cam-lens-class-table >>> tbody th')).toEqual(['German shepherd', 'giant panda']);
    });
    expect(await textsOf('details[data-code="annotation-missing"] li')).toHaveLength(unannotated.length);
  });

  test('hands a picture of the gallery to the page that explains: there it has the same boxes', async () => {
    const link = `${evaluation} >>> figure[data-picture$="giant-panda"] a`;
    await eventually(async () => expect(await page.$(link)).not.toBeNull());
    const address = await page.$eval(link, (found) => found.href);
    const [caption = ''] = await textsOf('figure[data-picture$="giant-panda"] figcaption');
    const [, cam, gradCam] = /IoU: CAM ([\d.]+), Grad-CAM ([\d.]+)/.exec(caption) ?? [];
    const explainer = await browser.newPage();
    const toldThere = consoleOf(explainer);
    await explainer.goto(address);
    await eventually(async () => {
      const cells = await explainer.$$eval('cam-lens-app >>> cam-lens-results >>> tbody tr', (rows) =>
        rows.map((row) => [row.querySelector('th'), row.lastElementChild].map((cell) => cell?.textContent.trim())),
      );
      expect(cells).toEqual([
        ['True box', '–'],
        ['CAM', cam],
        ['Grad-CAM', gradCam],
      ]);
    });
    expect(toldThere).toEqual([]);
    await explainer.close();
  });

  test('is kept over a reload, to be shown and forgotten', async () => {
    await page.reload();
    await press('[data-open]');
    await eventually(async () => expect(await textsOf('tr[data-row="cam"] .value')).toHaveLength(4));
    await press('button[data-command="start-anew"]');
    await eventually(async () => expect(await textsOf('.headline')).toEqual(['Add a data set to start.']));
    await page.reload();
    await eventually(async () => expect(await textsOf('.headline')).toEqual(['Add a data set to start.']));
  });

  test('is measured while its tab is hidden, and where there is no room to keep it, which is said', async () => {
    await leaveRoom(0);
    await giveAndPress('start');
    const other = await browser.newPage();
    await other.bringToFront();
    const isHidden = (): Promise<boolean> => page.evaluate(() => document.visibilityState === 'hidden');
    await eventually(async () => expect(await isHidden()).toBe(true));
    expect((await textsOf('.headline'))[0]).not.toMatch(/^Finished/);
    expect(await heldLocks()).toContain(runLock);
    await eventually(async () => expect(await textsOf('.headline')).toEqual(['Finished: 2 of 2 pictures measured.']));
    await eventually(async () => expect((await textsOf('tr[data-row="cam"] .value'))[0]).toBe(commanded[0]));
    expect(await isHidden()).toBe(true);
    // Those of the workers that keep and sum up the run stay with the page.
    await eventually(async () => expect(await heldLocks()).not.toContain(runLock));
    await other.close();
    expect(await textsOf('[role="status"] > .failed')).toEqual([
      'The records are not stored on this device. There is no space left on this device to store the run.',
    ]);
    await leaveRoom();
  });

  test('goes on after it crashed: a picture that it dies of twice is set aside, the others are measured', async () => {
    await press('button[data-command="start-anew"]');
    await giveAndPress('start');
    await crashWhile((ids) => ids.length === 2);
    // Both were under way: each is measured alone now.
    await press('[data-open]').catch(() => undefined);
    await giveAndPress('start');
    const [deadly = ''] = await crashWhile((ids) => ids.length === 1);
    await giveAndPress('start');
    await eventually(async () => expect((await textsOf('.headline'))[0]).toMatch(/1 of 2 pictures measured/));
    const told = 'details[data-code="crashed-on"] li';
    await eventually(async () => expect((await textsOf(told)).join()).toContain(`${deadly} was set aside`));
    expect((await textsOf('.headline'))[0]).toMatch(/^Finished/);
  });

  test('leaves nothing on the console', () => expect(told).toEqual([]));
});
