/** `evaluate` of pictures with masks, with the tiny network: as a whole, resumed, and merged from shards. */
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pxap } from '../../src/evaluation/pxap.ts';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import { expectValid } from '../schema/published.ts';
import { VocSet } from '../support/voc-set.ts';
import { run } from './run-cam-lens.ts';

const set = new VocSet('masks');
const words = [
  ...['--model', set.at('tiny.onnx'), '--backend', 'cpu', '--workers', '2', '--methods', 'cam,grad-cam'],
  ...['--measures', 'pointing,pxap', '--format', 'masks'],
  ...['--images', set.at('set')],
];
const [width, height] = [40, 32];

/** The object in columns 4 to 27 and rows 8 to 29; two rows above it are ignored. */
const mask = (ignored = 0, w = width) =>
  encode({
    ...{ width: w, height, channels: 1 },
    data: Uint8Array.from({ length: w * height }, (_, at) => {
      const [x, y] = [at % w, Math.floor(at / w)];
      const isWithin = x >= 4 && x < 28;
      return isWithin && y >= 8 && y < 30 ? 1 : isWithin && y >= 6 && y < 8 ? ignored : 0;
    }),
  });

beforeAll(() => {
  set.storeModel();
  for (const [i, name] of ['ant/1', 'ant/2', 'bee/1', 'dog/3', 'dog/4', 'dog/5', 'dog/6'].entries()) {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * (7 + i) + (at % 97) * 13 * i) % 256);
    set.store(`set/images/${name}.png`, encode({ width, height, data, channels: 3 }));
  }
  for (const name of ['ant/1', 'bee/1', 'dog/3']) set.store(`set/masks/${name}.png`, mask());
  set.store('set/SegmentationClass/ant/2.png', mask(255));
  set.store('set/masks/dog/4.png', mask(0, 41));
  set.store('set/masks/dog/5.png', mask().subarray(0, 60));
});
afterAll(() => set.remove());

interface RawMap {
  readonly width: number;
  readonly height: number;
  readonly values: readonly number[];
}

/** Of the object with the pixels that reach the threshold, from CAM's signed map, in float64. */
function ioU(map: RawMap, ignoresRim: boolean, threshold: number): number {
  const along = (i: number, from: number, to: number): number =>
    Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
  const valueAt = (x: number, y: number): number => {
    const [sx, sy] = [along(x, map.width, width), along(y, map.height, height)];
    const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
    const at = (dx: number, dy: number): number =>
      map.values[Math.min(map.height - 1, y0 + dy) * map.width + Math.min(map.width - 1, x0 + dx)]!;
    const row = (dy: number): number => at(0, dy) * (1 - (sx - x0)) + at(1, dy) * (sx - x0);
    return row(0) * (1 - (sy - y0)) + row(1) * (sy - y0);
  };
  const values = Array.from({ length: width * height }, (_, i) => valueAt(i % width, Math.floor(i / width)));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  let [both, either] = [0, 0];
  for (const [i, value] of values.entries()) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isWithin = x >= 4 && x < 28;
    if (ignoresRim && isWithin && y >= 6 && y < 8) continue;
    const isObject = isWithin && y >= 8 && y < 30;
    const isFound = (value - least) / (most - least) >= threshold;
    if (isFound && isObject) both++;
    if (isFound || isObject) either++;
  }
  return both / either;
}

const result = (name: string): EvaluationResult => JSON.parse(set.readText(name)) as EvaluationResult;

it('has the same records, whether measured at once, resumed or in shards, and names what has no usable mask', async () => {
  const { code, told, printed } = await run(
    ...['evaluate', ...words, '--out', set.at('whole.json'), '--report', set.at('report')],
  );
  expect(code, told).toBe(1);
  expect(printed).toMatch(/mask IoU/);
  const whole = result('whole.json');
  expectValid('evaluation', whole);
  expect(whole.plan.format).toBe('masks');
  expect(whole.failed.map(({ id, code: why }) => [id, why])).toEqual([
    ['dog/4', 'mask-size'],
    ['dog/5', 'annotation-unreadable'],
    ['dog/6', 'annotation-missing'],
  ]);
  expect(whole.perPicture.map(({ id, boxes }) => [id, boxes])).toEqual(
    ['ant/1', 'ant/2', 'bee/1', 'dog/3'].map((id) => [id, [[4, 8, 28, 30]]]),
  );
  const values = whole.perPicture.map(({ explanations }) => explanations['cam']!['last']!.true!.maskIoU!);
  for (const [i, { id, class: index }] of whole.perPicture.entries()) {
    const explained = await run(
      ...['explain', set.at(`set/images/${id}.png`), '--model', set.at('tiny.onnx'), '--backend', 'cpu'],
      ...['--method', 'cam', '--class', String(index), '--json'],
    );
    const { results } = JSON.parse(explained.printed) as {
      readonly results: readonly { readonly explanations: readonly { readonly map: RawMap }[] }[];
    };
    const { map } = results[0]!.explanations[0]!;
    const [expected, atOther, turned] = [
      ioU(map, id === 'ant/2', 0.15),
      ioU(map, id === 'ant/2', 0.5),
      ioU({ ...map, values: map.values.toReversed() }, id === 'ant/2', 0.15),
    ];
    // Less than a pixel.
    expect(Math.abs(values[i]! - expected), id).toBeLessThan(0.5 / 1280);
    for (const other of [atOther, turned]) expect(Math.abs(values[i]! - other), id).toBeGreaterThan(2 / 1280);
  }
  const counts = whole.perPicture.map(({ explanations }) => explanations['cam']!['last']!.true!.pixels!);
  const sums = counts.map(({ object, background }) =>
    [object, background].map((bins) => bins.reduce((a, b) => a + Math.max(0, b), 0)),
  );
  expect(sums).toEqual([
    [528, 752],
    [528, 704],
    [528, 752],
    [528, 752],
  ]);
  expect(whole.methods['cam']!['last']!.true!.pxap).toBe(pxap(counts));
  expect(printed).toMatch(/PxAP ↑/);
  const { maskIoU, interval95 } = whole.methods['cam']!['last']!.true!;
  expect(maskIoU).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 4, 12);
  expect(interval95.maskIoU).toHaveLength(2);
  for (const title of ['Mask IoU ↑', 'PxAP ↑']) expect(set.readText('report/index.html')).toContain(title);
  expect(set.readText('report/records.csv').split('\r\n')[0]).toContain('mask IoU');

  await run('evaluate', ...words, '--out', set.at('again.json'), '--limit', '2');
  await run('evaluate', ...words, '--out', set.at('again.json'), '--resume');
  for (const shard of ['1/2', '2/2'])
    await run('evaluate', ...words, '--out', set.at(`${shard[0]}.json`), '--shard', shard);
  await run('merge', set.at('1.json'), set.at('2.json'), '--out', set.at('merged.json'));
  for (const other of [result('again.json'), result('merged.json')]) {
    expect(other.perPicture).toEqual(whole.perPicture);
    expect(other.methods).toEqual(whole.methods);
  }
});
