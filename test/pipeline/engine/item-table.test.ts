import { expect, test } from 'vitest';
import { componentOf, componentsFromRecords } from '../../../src/pipeline/engine/box-list.ts';
import { roundedSize } from '../../../src/pipeline/engine/buffer-pool.ts';
import { noLabel } from '../../../src/pipeline/engine/stage-chain.ts';
import { ItemTable } from '../../../src/pipeline/engine/item-table.ts';
import { packMask, spreadLabels, unpackMask } from '../../../src/pipeline/engine/mask-words.ts';
import { tilesOf } from '../../../src/pipeline/picture/picture-pixels.ts';

const table = ItemTable.of([
  { map: { dims: [2, 7, 5] }, size: { width: 33, height: 3 }, rectify: true },
  { map: { dims: [1, 1, 1] }, size: { width: 5, height: 41 }, rectify: false },
]);

test('each item begins where the one before ends', () => {
  expect(table.items[0]).toMatchObject({ mapWidth: 5, mapHeight: 7, wordsPerRow: 2, pixelOffset: 0 });
  expect(table.items[1]).toMatchObject({ mapOffset: 35, pixelOffset: 99, wordOffset: 6, blockOffset: 34 });
  expect(table).toMatchObject({ mapValues: 36, pixels: 99 + 205, words: 6 + 41, blocks: 34 + 63 });
});

test('masks at several thresholds share their heatmap, and have labels of their own', () => {
  const { items, pixels } = table.at([0.2, 0.6]);
  expect(items.map(({ heatmap, heatmapOffset, threshold }) => [heatmap, heatmapOffset, threshold])).toEqual([
    [0, 0, 0.2],
    [0, 0, 0.6],
    [1, 99, 0.2],
    [1, 99, 0.6],
  ]);
  expect(items.map(({ pixelOffset }) => pixelOffset)).toEqual([0, 99, 198, 403]);
  expect(pixels).toBe(608);
});

const half = new Uint32Array(Float32Array.of(0.5).buffer)[0]!;

test('packed, an item is thirteen words', () => {
  expect([...new Uint32Array(table.at([0.5]).pack())]).toEqual([
    ...[33, 3, 5, 7, 0, 1, 0, 0, half, 0, 2, 0, 0],
    ...[5, 41, 1, 1, 35, 0, 1, 99, half, 99, 1, 6, 34],
  ]);
});

test('grids reach over the largest width and height, with masks in words', () => {
  const map = { dims: [1, 1, 1] };
  const sizes = [
    { width: 33, height: 3 },
    { width: 5, height: 130 },
  ];
  const { grids } = ItemTable.of(sizes.map((size) => ({ map, size, rectify: false })));
  expect(grids).toEqual({
    pixels: [33, 130, 2],
    words: [2, 130, 2],
    strips: [1, 130, 2],
    items: [2, 1, 1],
    groups: [1, 2, 1],
  });
});

test('a map that is no [N, H, W] is refused', () => {
  const request = { map: { dims: [7, 7] }, size: { width: 1, height: 1 }, rectify: false };
  expect(() => ItemTable.of([request])).toThrow('[7, 7]');
});

const item = ItemTable.of([{ map: { dims: [1, 1, 1] }, size: { width: 34, height: 2 }, rectify: false }]).items[0]!;
// First row: pixels 0, 1 and 31 to 33; second row: pixel 32.
const words = Uint32Array.of(0x80000003, 0b11, 0, 0b01);

test('masks are unpacked from words, the leftmost pixel from the lowest bit', () => {
  const on = [...unpackMask(item, words).entries()].filter(([, value]) => value === 1).map(([pixel]) => pixel);
  expect(on).toEqual([0, 1, 31, 32, 33, 66]);
});

test('a label reaches as far as its segment, which ends with the word', () => {
  const sparse = new Uint32Array(68).fill(12345);
  for (const [pixel, label] of [
    [0, 0],
    [31, 31],
    [32, 31],
    [66, 31],
  ] as const)
    sparse[pixel] = label;
  const labels = spreadLabels(item, words, sparse);
  expect([0, 1, 2, 31, 32, 33, 66].map((pixel) => labels[pixel])).toEqual([0, 0, noLabel, 31, 31, 31, 31]);
  expect(labels.filter((label) => label === noLabel).length).toBe(62);
});

test('components are found in the records of their first pixels’ blocks', () => {
  const labels = new Uint32Array(68).fill(noLabel);
  labels[0] = 0;
  labels[31] = labels[32] = labels[66] = 31;
  const records = new Uint32Array(4 * 17);
  records.set([1, 0, 1, 1], 0);
  records.set([3, 31, 33, 2], 4 * 15);
  expect(componentsFromRecords(item, labels, records)).toEqual([
    { label: 0, area: 1, box: [0, 0, 1, 1] },
    { label: 31, area: 3, box: [31, 0, 33, 2] },
  ]);
});

test.each([
  ['words', () => unpackMask(item, words.subarray(1)), 'There are 3 words of masks, but 4 are read.'],
  ['pixels', () => packMask(item, new Uint8Array(67), words), 'There are 67 pixels of a mask, but 68 are read.'],
  ['labels', () => spreadLabels(item, words, new Uint32Array(67)), 'There are 67 labels, but 68 are read.'],
  [
    'labels of components',
    () => componentsFromRecords(item, new Uint32Array(67), new Uint32Array(68)),
    'There are 67 labels, but 68 are read.',
  ],
  [
    'records',
    () => componentsFromRecords(item, new Uint32Array(68), new Uint32Array(67)),
    'There are 67 words of records, but 68 are read.',
  ],
  ['a field', () => componentOf({ label: 0, x0: 0, y0: 0, x1: 1, y1: 1 }), "Something is missing: a component's area."],
])('%s that are missing are a fault, not zeros', (_, read, message) => {
  expect(read).toThrow(expect.objectContaining({ code: 'internal', message }));
});

test('tiles cover a picture once', () => {
  expect(tilesOf({ width: 5, height: 3 }, { width: 4, height: 2 })).toEqual([
    { x: 0, y: 0, width: 4, height: 2 },
    { x: 4, y: 0, width: 1, height: 2 },
    { x: 0, y: 2, width: 4, height: 1 },
    { x: 4, y: 2, width: 1, height: 1 },
  ]);
});

test.each([
  [0, 256],
  [1, 256],
  [257, 512],
  [4096, 4096],
  [4097, 4608],
  [1_000_000, 1_048_576],
])('a buffer of %i bytes takes %i', (wanted, taken) => {
  expect(roundedSize(wanted)).toBe(taken);
});
