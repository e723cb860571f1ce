import { expect, test } from 'vitest';
import { boxes } from '../support/references/boxes.ts';
import { components } from '../support/references/components.ts';
import { labelBySpreading, randomMask, spiral } from '../support/masks.ts';

const o = 0xffffffff;

test('diagonal neighbours belong together', () => {
  expect([...components([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3)]).toEqual([0, o, o, o, 0, o, o, o, 0]);
});

test('rows do not wrap round', () => {
  expect([...components([0, 0, 1, 1, 0, 0], 3, 2)]).toEqual([o, o, 2, 3, o, o]);
});

test('two arms that meet below have the label of the first', () => {
  expect([...components([0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0], 4, 3)]).toEqual([o, 1, o, 1, 1, o, o, 1, o, 1, 1, o]);
});

test.each([spiral(9), randomMask(13, 9, 0.3, 1), randomMask(9, 13, 0.5, 2)])('$name', (mask) => {
  expect([...components(mask.on, mask.width, mask.height)]).toEqual([...labelBySpreading(mask)]);
});

test('area and half-open extent, largest first, ties by the first pixel', () => {
  const labels = [0, o, 2, o, 2, 2, 6, o, o, o, o, 11, 6, 6, o, 11];
  expect(boxes(labels, 4, 4)).toEqual([
    { label: 2, area: 3, box: [0, 0, 3, 2] },
    { label: 6, area: 3, box: [0, 1, 3, 4] },
    { label: 11, area: 2, box: [3, 2, 4, 4] },
    { label: 0, area: 1, box: [0, 0, 1, 1] },
  ]);
});

test('no component, no box', () => {
  expect(boxes([o, o], 2, 1)).toEqual([]);
});
