/**
 * Draws README's pictures of a plain and a refined heatmap, docs/map-plain.webp and docs/map-refined.webp: what `explain` makes of a
 * sample, with its boxes, 512 pixels wide.
 *
 *     node scripts/draw-refined.mjs [--picture public/samples/german-shepherd.webp] [--out docs]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer';
import { findInstalledChromium } from '../cli/installed-chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    picture: { type: 'string', default: join(root, 'public', 'samples', 'german-shepherd.webp') },
    out: { type: 'string', default: join(root, 'docs') },
  },
});
const [width, quality] = [512, 0.6];
/** File names, and the options that differ. */
const drawn = {
  'map-plain.webp': [],
  'map-refined.webp': ['--refine', 'affinity+guided', '--stride', '16'],
};

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-drawn-'));
try {
  for (const [name, options] of Object.entries(drawn)) {
    const made = join(folder, name);
    const explain = ['explain', values.picture, '--method', 'cam', '--size', '448', ...options, '--out', made];
    execFileSync(process.execPath, [join(root, 'bin', 'cam-lens.js'), ...explain], { stdio: 'inherit' });
    const file = readdirSync(made).find((one) => one.endsWith('.boxes.png'));
    if (file === undefined) throw new Error(`explain made no picture with boxes in ${made}.`);
    writeFileSync(join(values.out, name), await asWebp(readFileSync(join(made, file))));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {Buffer} png
 * @returns {Promise<Buffer>} resized
 */
async function asWebp(png) {
  const found = findInstalledChromium(process.env);
  if (found.path === undefined) throw new Error(found.reason);
  const browser = await puppeteer.launch({
    executablePath: found.path,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    const url = `data:image/png;base64,${png.toString('base64')}`;
    const webp = await page.evaluate(
      async (source, side, share) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = side;
        canvas.height = Math.round((side * image.height) / image.width);
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('The browser has no 2D canvas.');
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        return canvas.toDataURL('image/webp', share);
      },
      ...[url, width, quality],
    );
    return Buffer.from(webp.slice(webp.indexOf(',') + 1), 'base64');
  } finally {
    await browser.close();
  }
}
