/**
 * Every page in its usual states, narrow and wide: light and dark as axe judges it, with all texts to be read to their
 * ends, and with forced colours, in which nothing may vanish.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { startServer, type RunningServer } from '../cli/server.ts';
import { faultsByAxe } from './support/axe.ts';
import { cutTexts } from './support/cut-texts.ts';
import { emulateColours } from './support/emulate-colours.ts';
import { lostInForcedColours } from './support/forced-colours.ts';
import { pageWalks } from './support/page-walk.ts';

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

const judgesByColours = {
  light: [faultsByAxe, cutTexts],
  dark: [faultsByAxe],
  forced: [lostInForcedColours],
} as const;

/** Looks at one state in all colours and at two widths. */
async function look(page: Page, state: string): Promise<void> {
  const faults: string[] = [];
  for (const width of [360, 1280]) {
    await page.setViewport({ width, height: 2400 });
    // Only what is in the window is judged: all of the page.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewport({ width, height: Math.max(2400, height) });
    for (const [colours, judges] of Object.entries(judgesByColours)) {
      await emulateColours(page, colours as keyof typeof judgesByColours);
      for (const judge of judges) {
        faults.push(...(await judge(page)).map((fault) => `${state}, ${colours}, ${width} px: ${fault}`));
      }
      if (looks !== undefined) {
        await page.screenshot({ path: join(looks, `${state.replace(/\W+/g, '-')}-${colours}-${width}.png`) });
      }
    }
  }
  expect.soft(faults).toEqual([]);
}

it.each(Object.entries(pageWalks))('%s', (_, walk) => walk({ browser, address: server.address, folder, look }));
