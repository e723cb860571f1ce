/**
 * Measures what an evaluation costs by size, for docs/scale.md: time, memory and bytes of a run over small generated
 * pictures, then of `merge` and `compare` of a result whose records were copied until there are `--whole`.
 *
 *     node scripts/scale.mjs [--model FILE.onnx] [--pictures 500] [--side 64] [--whole 20580]
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    pictures: { type: 'string', default: '500' },
    side: { type: 'string', default: '64' },
    whole: { type: 'string', default: '20580' },
  },
});
const [pictures, side, whole] = [Number(values.pictures), Number(values.side), Number(values.whole)];
const program = fileURLToPath(new URL('../bin/cam-lens.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cam-lens-scale-'));
/** @param {string} name */
const at = (name) => join(folder, name);

try {
  makeSet();
  const model = values.model === undefined ? [] : ['--model', values.model];
  const run = await measured([
    ...['evaluate', '--images', at('set'), '--annotations', at('boxes.csv'), '--class-map', at('map.json')],
    ...['--backend', 'cpu', '--out', at('part.json'), ...model],
  ]);
  const part = JSON.parse(readFileSync(at('part.json'), 'utf8'));
  const { seconds, workers } = part.timings;
  print(`evaluate, ${pictures} pictures of ${side} × ${side}, ${workers} workers`, {
    ...run,
    'seconds of measuring': seconds,
    'pictures a second': pictures / seconds,
    'bytes of records a picture': statSync(at('part.json.records.ndjson')).size / pictures,
    'bytes of JSON a picture': statSync(at('part.json')).size / pictures,
  });

  writeWhole(part);
  const merged = await measured(['merge', at('whole.json'), '--out', at('merged.json'), '--report', at('report')]);
  print(`merge --report, ${whole} records`, {
    ...merged,
    'MB of JSON': statSync(at('merged.json')).size / 1e6,
    'MB of the page': statSync(at('report/index.html')).size / 1e6,
    'MB of the CSV': statSync(at('report/records.csv')).size / 1e6,
  });
  print(`compare, ${whole} records`, await measured(['compare', at('whole.json')]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Noise that does not compress, with one box each. */
function makeSet() {
  mkdirSync(at('set'));
  const rows = ['image,class,x0,y0,x1,y1'];
  let state = 1;
  const pixels = Buffer.alloc(side * (3 * side + 1));
  for (let i = 0; i < pictures; i++) {
    for (let at = 0; at < pixels.length; at++) {
      state = (state * 16_807) % 2_147_483_647;
      pixels[at] = at % (3 * side + 1) === 0 ? 0 : state & 255;
    }
    const name = `p${String(i).padStart(6, '0')}.png`;
    writeFileSync(at(join('set', name)), png(pixels));
    rows.push(`${name},thing,${side / 4},${side / 4},${(3 * side) / 4},${(3 * side) / 4}`);
  }
  writeFileSync(at('boxes.csv'), `${rows.join('\n')}\n`);
  writeFileSync(at('map.json'), '{"thing": 0}');
}

/** @param {Buffer} rows each after its filter, 0 */
function png(rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = /** @type {const} */ ([
    ['IHDR', header],
    ['IDAT', deflateSync(rows)],
    ['IEND', Buffer.alloc(0)],
  ]);
  const chunks = parts.map(([type, content]) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  });
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...chunks]);
}

/** A result of `whole` records: those of the run again and again, under other names. */
function writeWhole(/** @type {any} */ part) {
  const perPicture = Array.from({ length: whole }, (_, i) => {
    const record = part.perPicture[i % part.perPicture.length];
    return { ...record, id: `w${i}`, path: `w${i}.png` };
  });
  const dataset = { ...part.dataset, pictures: whole, boxes: whole, test: whole };
  writeFileSync(at('whole.json'), JSON.stringify({ ...part, dataset, perPicture }));
}

/**
 * @param {readonly string[]} words
 * @returns {Promise<Record<string, number>>}
 */
async function measured(words) {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid ?? 0))), 500);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`cam-lens ${words[0]} ended with ${code}.`);
  return { seconds: (performance.now() - begun) / 1000, 'peak MB of all processes': peak };
}

/** Resident memory of a process and all below it, in MB; pages that they share count for each. */
function memoryOf(/** @type {number} */ root) {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = new Set([root]);
  let sum = 0;
  for (let size = 0; size !== below.size;) {
    size = below.size;
    for (const [pid = 0, parent = 0] of rows) if (below.has(parent)) below.add(pid);
  }
  for (const [pid = 0, , kilobytes = 0] of rows) if (below.has(pid)) sum += kilobytes;
  return sum / 1024;
}

/**
 * @param {string} title
 * @param {Readonly<Record<string, number>>} numbers
 */
function print(title, numbers) {
  console.log(title);
  for (const [name, value] of Object.entries(numbers)) console.log(`  ${name}: ${Number(value.toPrecision(4))}`);
}
