/**
 * Measures how long a visitor with a slow connection waits for the first explanation of `<cam-lens>`, by format of the
 * weights: from opening a page to `cam-lens-explain`, with an empty cache, in Chromium, whose protocol slows down the page and
 * its worker. Formats take turns.
 *
 *     node scripts/first-explanation.mjs [--megabits 10] [--rounds 3]
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { launch } from 'puppeteer';
import sirv from 'sirv';
import { findInstalledChromium } from '../cli/installed-chromium.mjs';

const { values } = parseArgs({
  options: { megabits: { type: 'string', default: '10' }, rounds: { type: 'string', default: '3' } },
});
const bytesPerSecond = (Number(values.megabits) * 1e6) / 8;
const root = fileURLToPath(new URL('..', import.meta.url));
const formats = ['f32', 'f16', 'int8'];
const { path: executablePath } = findInstalledChromium(process.env);
if (executablePath === undefined) throw new Error('there is no Chromium');

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-first-'));
execFileSync('npm', ['run', 'build:package'], { cwd: root, stdio: 'ignore' });
cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
// As hosts send scripts and WebAssembly.
for (const file of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|mjs|wasm)$/.test(file)) continue;
  const path = join(folder, 'dist', file);
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
}
cpSync(join(root, 'public/samples/german-shepherd.webp'), join(folder, 'photo.webp'));
for (const format of formats) {
  const words = ['model', '--weights', format, '--out', join(folder, format)];
  execFileSync(process.execPath, [join(root, 'bin/cam-lens.js'), ...words], { stdio: 'ignore' });
  const page = `<!doctype html><script type="module" src="dist/standalone.js"></script>
    <cam-lens src="photo.webp" alt="A dog" model="${format}/resnet50.json"></cam-lens>`;
  writeFileSync(join(folder, `${format}.html`), page);
}
const server = createServer(sirv(folder, { gzip: true, etag: true }));
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

/** @type {Record<string, number[]>} */
const seconds = Object.fromEntries(formats.map((format) => [format, []]));
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const format of formats) {
      const took = await firstExplanation(`http://127.0.0.1:${port}/${format}.html`);
      seconds[format]?.push(took);
      console.error(`${format}: ${took.toFixed(1)} s`);
    }
  }
  console.log(JSON.stringify({ megabits: Number(values.megabits), seconds }));
} finally {
  server.close();
  rmSync(folder, { recursive: true });
}

/** @returns seconds, in a browser that has never been there */
async function firstExplanation(/** @type {string} */ url) {
  if (executablePath === undefined) throw new Error('there is no Chromium');
  const browser = await launch({
    executablePath,
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    protocolTimeout: 0,
  });
  try {
    const page = await browser.newPage();
    const slow = async (/** @type {import('puppeteer').CDPSession} */ client) => {
      await client.send('Network.enable');
      const both = { downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond };
      await client.send('Network.emulateNetworkConditions', { offline: false, latency: 40, ...both });
    };
    await slow(await page.createCDPSession());
    page.on('workercreated', (worker) => void slow(worker.client).catch(() => undefined));
    await page.evaluateOnNewDocument(() => {
      Object.assign(window, {
        explained: new Promise((resolve, reject) => {
          addEventListener('cam-lens-explain', () => resolve(performance.now() / 1000));
          addEventListener('cam-lens-error', (event) => reject(event));
        }),
      });
    });
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 0 });
    return /** @type {number} */ (await page.evaluate('explained'));
  } finally {
    await browser.close();
  }
}
