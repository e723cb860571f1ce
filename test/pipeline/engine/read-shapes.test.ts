import { expect, it } from 'vitest';
import { keptShapes, readShapes } from '../../../src/pipeline/engine/kept-shapes.ts';
import type { Device } from '../../../src/pipeline/device/device.ts';

const limits = { maxComputeInvocationsPerWorkgroup: 256 };
const upsample = { group_columns: 128, group_rows: 2, rows_each: 16 };

it('reads shapes that the device allows', () => {
  expect(readShapes({ upsample }, limits)).toEqual({ upsample });
  expect(readShapes({ upsample: { rows_each: 1 }, blend: {} }, limits)).toEqual({
    upsample: { rows_each: 1 },
    blend: {},
  });
  expect(readShapes({}, limits)).toEqual({});
});

it.each<[string, unknown]>([
  ['no object', 3],
  ['null', null],
  ['an unknown stage', { stretch: upsample }],
  ['a name of Object.prototype', JSON.parse('{"__proto__": {"rows_each": 1}}')],
  ['constructor', { constructor: upsample }],
  ['an unknown override', { upsample: { ...upsample, columns: 2 } }],
  ['a stage without overrides', { clamp: { rows_each: 2 } }],
  ['too many invocations', { upsample: { ...upsample, group_rows: 3 } }],
  ['0', { upsample: { ...upsample, rows_each: 0 } }],
  ['a fraction', { upsample: { ...upsample, rows_each: 1.5 } }],
  ['a word', { upsample: { ...upsample, rows_each: '16' } }],
  ['a shape that is a number', { upsample: 16 }],
  ['a huge number', { upsample: { ...upsample, rows_each: 2 ** 31 } }],
])('refuses %s', (_, kept) => {
  expect(readShapes(kept, limits)).toBeUndefined();
});

it('keeps nothing where there is no cache', async () => {
  expect(await keptShapes({ adapterName: 'some', device: { limits } } as unknown as Device)).toBeUndefined();
});
