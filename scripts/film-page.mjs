/**
 * Films the page for README: docs/page.webp, in which a photo is chosen and explained, other layers are shown and the
 * threshold of the box is moved, and docs/page-still.webp, one picture of it, for readers who want no motion. The photo
 * is a sample. Needs `img2webp` (Debian: webp).
 *
 *     node scripts/film-page.mjs [--out docs]
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer';
import { findInstalledChromium } from '../cli/installed-chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'docs') } } });
const viewport = { width: 1120, height: 950 };
const quality = '72';
/** The second of the samples; the page begins with the first. */
const sample = 'sample:giant-panda.webp';
const app = (/** @type {string} */ selector) => `cam-lens-app >>> ${selector}`;

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-filmed-'));
const server = spawn(process.execPath, [join(root, 'bin', 'cam-lens.js'), 'serve']);
try {
  await film(await addressOf(server));
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} address of the page */
async function film(address) {
  const found = findInstalledChromium(process.env);
  if (found.path === undefined) throw new Error(found.reason);
  const browser = await puppeteer.launch({
    executablePath: found.path,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  /** @type {{ file: string, ms: number }[]} */
  const frames = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(300_000);
    await page.setViewport(viewport);
    /** @param {number} ms */
    const shoot = async (ms) => {
      const file = /** @type {const} */ (`${join(folder, String(frames.length))}.png`);
      await page.screenshot({ path: file });
      frames.push({ file, ms });
    };
    /** @param {string} subject */
    const explained = async (subject) => {
      await page.waitForFunction(
        (words) => {
          /** @type {(root: Document | ShadowRoot) => boolean} */
          const has = (root) =>
            (root.textContent ?? '').includes(words) ||
            [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot !== null && has(shadowRoot));
          return has(document);
        },
        { polling: 500 },
        `The network predicts ${subject}`,
      );
      // Canvases are painted.
      await setTimeout(1500);
    };
    /** @param {string} layer */
    const choose = async (layer) => {
      await page.select(app('select[name=layer]'), layer);
      await setTimeout(1000);
      await explained('giant panda');
    };

    await page.goto(address);
    await explained('German shepherd');
    await shoot(900);
    await page.$eval(app(`button[data-key="${sample}"]`), (button) => /** @type {HTMLElement} */ (button).click());
    await setTimeout(150);
    await shoot(900);
    await explained('giant panda');
    await shoot(1500);
    const still = frames.length - 1;
    for (const layer of ['layer3', 'layer2']) {
      await choose(layer);
      await shoot(900);
    }
    await choose('layer4');
    await shoot(600);
    for (const threshold of [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]) {
      await page.$eval(
        app('#threshold'),
        (slider, value) => {
          /** @type {HTMLInputElement} */ (slider).value = String(value);
          slider.dispatchEvent(new Event('input'));
        },
        threshold,
      );
      await setTimeout(1200);
      await shoot(threshold === 0.6 ? 1500 : 130);
    }

    const webp = ['-lossy', '-q', quality, '-m', '6'];
    execFileSync('img2webp', [
      ...['-loop', '0', '-mixed', '-min_size'],
      ...frames.flatMap(({ file, ms }) => [...webp, '-d', String(ms), file]),
      ...['-o', join(values.out, 'page.webp')],
    ]);
    execFileSync('img2webp', [...webp, frames[still]?.file ?? '', '-o', join(values.out, 'page-still.webp')]);
    const kept = process.env['CAM_LENS_FRAMES'];
    if (kept !== undefined) for (const [i, { file }] of frames.entries()) copyFileSync(file, join(kept, `${i}.png`));
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('node:child_process').ChildProcessWithoutNullStreams} started
 * @returns {Promise<string>} the address that it prints
 */
async function addressOf(started) {
  for await (const line of createInterface({ input: started.stdout })) {
    const [, address] = /cam-lens is at (\S+)/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error('cam-lens serve ended without an address.');
}
