/**
 * Draws the gallery of docs/methods.md, docs/methods.webp: a sample, and what `explain` makes of it by every method for
 * its true class, in the order of the table of methods. On two processor cores this takes about twenty minutes, most of them
 * for Score-CAM, which runs the network once for each of up to 2,048 channels, and therefore explains a smaller input.
 *
 *     node scripts/draw-methods.mjs [--maps FOLDER] [--out docs/methods.webp]
 *
 * With `--maps`, the maps are kept in that folder, and those that it has are not made again.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer';
import { findInstalledChromium } from '../cli/installed-chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    maps: { type: 'string' },
    out: { type: 'string', default: join(root, 'docs', 'methods.webp') },
  },
});
const picture = join(root, 'public', 'samples', 'giant-panda.webp');
const [columns, tileWidth, quality] = [4, 300, 74];
/** What ResNet-50 does not have, by method. */
const needs = /** @type {Readonly<Record<string, string>>} */ ({ 'attention-rollout': 'needs a transformer' });
/** Options of `explain`, by method. */
const options = /** @type {Readonly<Record<string, string[]>>} */ ({ 'score-cam': ['--size', '112'] });
const command = join(root, 'bin', 'cam-lens.js');

/** @type {{ methods: { name: string, title: string }[] }} */
const { methods } = JSON.parse(execFileSync(process.execPath, [command, 'methods', '--json'], { encoding: 'utf8' }));

const folder = values.maps ?? mkdtempSync(join(tmpdir(), 'cam-lens-drawn-'));
mkdirSync(folder, { recursive: true });
try {
  /** @param {string} name */
  const mapOf = (name) => readdirSync(folder).find((file) => file.endsWith('.blend.png') && methodOf(file) === name);
  const missing = methods.map(({ name }) => name).filter((name) => !(name in needs) && mapOf(name) === undefined);
  const alike = missing.filter((name) => !(name in options));
  for (const names of [alike, ...missing.filter((name) => name in options).map((name) => [name])]) {
    if (names.length === 0) continue;
    const explain = ['explain', picture, '--class', 'giant panda', '--method', names.join(',')];
    const rest = ['--out', folder, '--overwrite', ...(options[names[0] ?? ''] ?? [])];
    execFileSync(process.execPath, [command, ...explain, ...rest], { stdio: 'inherit' });
  }
  const tiles = [
    { title: 'The photo', file: picture, type: 'webp' },
    ...methods.map(({ name, title }) => {
      const file = mapOf(name);
      return { title, ...(file === undefined ? { note: needs[name] } : { file: join(folder, file), type: 'png' }) };
    }),
  ];
  writeFileSync(values.out, await drawn(tiles));
} finally {
  if (values.maps === undefined) rmSync(folder, { recursive: true, force: true });
}

/**
 * Files are named `<picture>.<method>.<layer>.blend.png`.
 * @param {string} file
 */
function methodOf(file) {
  return file.split('.').at(-4);
}

/**
 * @param {{ title: string, file?: string, type?: string, note?: string | undefined }[]} tiles
 * @returns {Promise<Uint8Array>} a WebP
 */
async function drawn(tiles) {
  const found = findInstalledChromium(process.env);
  if (found.path === undefined) throw new Error(found.reason);
  const browser = await puppeteer.launch({
    executablePath: found.path,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    const figures = tiles.map(({ title, file, type, note = '' }) => {
      const shown =
        file === undefined
          ? `<p>${note}</p>`
          : `<img src="data:image/${type ?? ''};base64,${readFileSync(file).toString('base64')}">`;
      return `<figure>${shown}<figcaption>${title}</figcaption></figure>`;
    });
    await page.setContent(`<!doctype html><style>
      body { margin: 0; padding: 10px; background: #fff; color: #17202a; font: 600 21px/30px sans-serif; }
      main { display: grid; grid-template-columns: repeat(${columns}, ${tileWidth}px); gap: 10px; width: max-content; }
      figure { display: flex; flex-direction: column; margin: 0; }
      img { display: block; width: ${tileWidth}px; }
      p { display: grid; flex: 1; place-items: center; margin: 0; background: #eceff1; color: #44505c; font-weight: 400; }
    </style><main>${figures.join('')}</main>`);
    const main = await page.$('body');
    if (main === null) throw new Error('The page is empty.');
    await page.setViewport({ width: columns * (tileWidth + 10) + 10, height: 800 });
    return await main.screenshot({ type: 'webp', quality });
  } finally {
    await browser.close();
  }
}
