/**
 * Measures what storing ResNet-50's weights in 16 or 8 bits changes: logits, maps, boxes and accuracy on Stanford Dogs,
 * compared with float32, for the table in README.md. Pictures of the test split come first. What was measured is kept in
 * `--out`, so a stopped run continues.
 *
 *     node scripts/weights.mjs --data stanford-dogs --out weights.ndjson [--pictures 1440]
 *
 * `--data` has Images/ and Annotation/ as Stanford Dogs has them, and manifest.csv: id, breed_dir, split, width, height,
 * boxes, imagenet_index.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from 'puppeteer';
import { createServer } from 'vite';
import { findInstalledChromium } from '../cli/installed-chromium.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    pictures: { type: 'string', default: '1440' },
  },
});
const { data, out } = values;
if (data === undefined || out === undefined) throw new Error('--data FOLDER and --out FILE are required');
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cam-lens-weights-'));
const { path } = findInstalledChromium(process.env);
if (path === undefined) throw new Error('there is no Chromium');
const formats = ['f32', 'f16', 'int8'];
for (const format of formats) {
  const words = ['model', '--weights', format, '--out', join(folder, format)];
  execFileSync(process.execPath, [join(root, 'bin/cam-lens.js'), ...words], { stdio: 'ignore' });
}

const server = await createServer({
  root,
  logLevel: 'warn',
  server: { port: 0, host: '127.0.0.1', watch: null, hmr: false },
  plugins: [{ name: 'weights', configureServer: ({ middlewares }) => void middlewares.use(serveData) }],
});
await server.listen();
const address = server.resolvedUrls?.local[0] ?? '';
const browser = await launch({
  executablePath: path,
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  protocolTimeout: 0,
});
try {
  const page = await browser.newPage();
  await page.goto(new URL('headless.html', address).href);
  const models = Object.fromEntries(formats.map((format) => [format, `${address}measured/${format}/resnet50.json`]));
  const formatsThere = await page.evaluateHandle(
    async (url, given) => (await import(url)).Formats.create(given),
    `${address}bench/measure/weights.ts`,
    models,
  );
  const before = existsSync(out) ? readLines(out) : [];
  const measured = new Set(before.map(({ id }) => id));
  const pictures = picturesOf(data).slice(0, Number(values.pictures));
  for (const [i, picture] of pictures.entries()) {
    if (measured.has(picture.id)) continue;
    const rows = await page.evaluate((there, one) => there.compare(one), formatsThere, picture);
    appendFileSync(out, rows.map((/** @type {object} */ row) => `${JSON.stringify(row)}\n`).join(''));
    if (i % 20 === 19) console.error(`${i + 1} of ${pictures.length}`);
  }
  const summary = await page.evaluate(
    async (url, rows) => (await import(url)).summarise(rows),
    `${address}bench/measure/weights.ts`,
    readLines(out),
  );
  console.log(JSON.stringify(summary, null, 2));
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} file */
function readLines(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The pictures, those of the test split first, the breeds in turn. */
function picturesOf(/** @type {string} */ set) {
  const [, ...lines] = readFileSync(join(set, 'manifest.csv'), 'utf8').trim().split('\n');
  const seen = new Map();
  return lines
    .map((line) => {
      const [id = '', breed = '', split = '', , , , index] = line.split(',');
      const turn = seen.get(`${breed} ${split}`) ?? 0;
      seen.set(`${breed} ${split}`, turn + 1);
      const url = `${address}measured/Images/${breed}/${id}.jpg`;
      return { id, split, turn, url, class: Number(index), boxes: boxesOf(join(set, 'Annotation', breed, id)) };
    })
    .sort((a, b) => a.split.localeCompare(b.split) || a.turn - b.turn);
}

/** Half-open, as src/datasets/read-voc.ts takes them. */
function boxesOf(/** @type {string} */ file) {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/<bndbox>(.*?)<\/bndbox>/gs)].map(([, box = '']) =>
    ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => Number(new RegExp(`<${name}>(\\d+)<`).exec(box)?.[1])),
  );
}

/** @type {import('vite').Connect.NextHandleFunction} */
function serveData(request, response, next) {
  const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
  if (!asked.startsWith('/measured/')) return next();
  const name = normalize(asked.slice('/measured'.length));
  const file = join(name.startsWith('/Images/') ? (data ?? '') : folder, name);
  if (!existsSync(file)) return next();
  if (file.endsWith('.json')) response.setHeader('Content-Type', 'application/json');
  createReadStream(file).pipe(response);
}
