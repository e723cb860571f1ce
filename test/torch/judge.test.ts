import { expect, test } from 'vitest';
import { differenceOf, judgeLayer, type ReferenceLayer } from './judge.ts';

const reference = (maps: Partial<ReferenceLayer>): ReferenceLayer => ({
  ...{ computedBy: 'layer4 relu', own: {}, same: {} },
  ...maps,
});
const layer = (maps: Readonly<Record<string, readonly number[]>>, minimum = 0): Parameters<typeof judgeLayer>[0] => ({
  ...{ shape: [1, 1, 2], minimum },
  maps: new Map(Object.entries(maps).map(([method, values]) => [method, Float32Array.from(values)])),
});

test('differences are relative to the largest magnitude wanted', () => {
  expect(differenceOf([1, -3], [2, -4])).toBe(0.25);
  expect(differenceOf([0, 0], [0, 0])).toBeNaN();
  expect(differenceOf([1, NaN], [1, 2])).toBeNaN();
  expect(differenceOf([1], [1, 2])).toBeNaN();
});

test('a map may differ where a branch differs, but not with the same branches', () => {
  const given = layer({ 'grad-cam': [1, 4], 'layer-cam': [2, 2] });
  const { judged, problems } = judgeLayer(
    given,
    reference({
      own: { 'grad-cam': [1, 5], 'layer-cam': [2, 2] },
      same: { 'grad-cam': [1.0625, 4], 'layer-cam': [2, 2] },
    }),
  );
  expect(judged.own).toEqual({ method: 'grad-cam', difference: 0.2 });
  expect(judged.same).toEqual({ method: 'grad-cam', difference: 0.015625 });
  expect(problems).toEqual(['layer4 relu: grad-cam differs by 1.6e-2 with the same branches.']);
  const close = { 'grad-cam': [1, 4.001], 'layer-cam': [2, 2] };
  expect(
    judgeLayer(given, reference({ own: { 'grad-cam': [1, 5], 'layer-cam': [2, 2] }, same: close })).problems,
  ).toEqual([]);
});

test('a map without numbers, of another size, or that PyTorch lacks is a problem', () => {
  const maps = { 'grad-cam': [1, 2], 'eigen-cam': [1, 2, 3] };
  const found = layer({ 'grad-cam': [1, NaN], 'eigen-cam': [1, 2], 'layer-cam': [1, 2] });
  expect(judgeLayer(found, reference({ own: maps, same: maps })).problems).toHaveLength(3);
});

test('methods that divide are compared only where no activation is negative', () => {
  const maps = { 'grad-cam': [1, 2], 'x-grad-cam': [1, 2] };
  const found = { 'grad-cam': [1, 2], 'x-grad-cam': [1, 9] };
  expect(judgeLayer(layer(found, -1), reference({ own: maps, same: maps })).judged.methods).toEqual(['grad-cam']);
  expect(judgeLayer(layer(found, 0), reference({ own: maps, same: maps })).problems).toHaveLength(1);
});

test('a HiResCAM whose terms cancel must be 0, and no other', () => {
  const judge = (found: readonly number[], wanted: readonly number[]): ReturnType<typeof judgeLayer> => {
    const positive = { 'grad-cam-element-wise': [256, 1] };
    const maps = { ...positive, 'hires-cam': wanted };
    return judgeLayer(layer({ ...positive, 'hires-cam': found }), reference({ own: maps, same: maps }));
  };
  expect(judge([0, 0], [0.99, -0.9])).toMatchObject({
    ...{ judged: { methods: ['grad-cam-element-wise'], cancelled: ['hires-cam'] }, problems: [] },
  });
  expect(judge([0.99, -0.9], [0.99, -0.9]).problems).toEqual([
    'layer4 relu: the terms of hires-cam cancel, but the map has values.',
  ]);
  expect(judge([0.9, -1.01], [0.9, -1.01])).toMatchObject({ judged: { cancelled: [] }, problems: [] });
  expect(judge([0, 0], [0.9, -1.01]).problems).toHaveLength(1);
});
