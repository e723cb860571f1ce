import { describe, expect, test } from 'vitest';
import { stageNames, stages, type Stage } from '../../../src/pipeline/engine/stages.ts';
import type { TensorStageName } from '../../../src/pipeline/chain/tensor-stages.ts';
import { stageParameters } from '../../../src/pipeline/engine/stage-parameters.ts';
import { tensorStages } from '../../../src/pipeline/engine/tensor-stages.ts';
import {
  constantOf,
  packStructs,
  structOf,
  unpackStructs,
  wordsOf,
  workgroupOf,
} from '../../../src/pipeline/engine/wgsl-layout.ts';
import type { StructLayout, WgslModule } from '../../../src/shaders/wgsl-module.ts';

const inner: StructLayout = {
  sizeBytes: 8,
  fields: new Map([
    ['a', { type: 'u32', offset: 0 }],
    ['b', { type: 'u32', offset: 4 }],
  ]),
};
/** As of `struct Padded { count: i32, place: vec3f }`. */
const padded: StructLayout = {
  sizeBytes: 32,
  fields: new Map([
    ['count', { type: 'i32', offset: 0 }],
    ['place.x', { type: 'f32', offset: 16 }],
    ['place.y', { type: 'f32', offset: 20 }],
    ['place.z', { type: 'f32', offset: 24 }],
  ]),
};
const module: WgslModule = {
  ...{ file: 'some.wgsl', code: '', parts: [] },
  layout: {
    bindings: [],
    workgroups: new Map([
      ['first', [16, 4, 1]],
      ['shaped', ['group_columns', 4, 1]],
    ]),
    structs: new Map([['Inner', inner]]),
    constants: new Map([['rows_each', 8]]),
    overrides: new Map([['group_columns', 32]]),
  },
};

test('what a module has is found by its name', () => {
  expect(constantOf(module, 'rows_each')).toBe(8);
  expect(structOf(module, 'Inner')).toBe(inner);
  expect(workgroupOf(module, 'first')).toEqual([16, 4, 1]);
  expect(workgroupOf(module, 'shaped')).toEqual([32, 4, 1]);
});

test('a shape gives overrides other values, and constants none', () => {
  const shape = { group_columns: 128, rows_each: 2 };
  expect(workgroupOf(module, 'shaped', shape)).toEqual([128, 4, 1]);
  expect(constantOf(module, 'group_columns', shape)).toBe(128);
  expect(constantOf(module, 'rows_each', shape)).toBe(8);
});

test.each([
  ['constant rows_eech', () => constantOf(module, 'rows_eech')],
  ['struct Outer', () => structOf(module, 'Outer')],
  ['entry point second', () => workgroupOf(module, 'second')],
  ['constant constructor', () => constantOf(module, 'constructor')],
])('a %s that it does not have is a fault', (name, look) => {
  expect(look).toThrow(expect.objectContaining({ code: 'internal', message: expect.stringContaining(name) }));
  expect(look).toThrow('some.wgsl');
});

test('packing writes each field at its place, with its type', () => {
  const row = { count: -3, 'place.x': -1.5, 'place.y': 2, 'place.z': 0.25 };
  const bytes = new DataView(packStructs(padded, [row, { ...row, count: 4 }]));
  expect(bytes.byteLength).toBe(64);
  expect([0, 4, 8, 12, 28].map((offset) => bytes.getInt32(offset, true))).toEqual([-3, 0, 0, 0, 0]);
  expect([16, 20, 24].map((offset) => bytes.getFloat32(offset, true))).toEqual([-1.5, 2, 0.25]);
  expect(bytes.getInt32(32, true)).toBe(4);
  expect(bytes.getFloat32(48, true)).toBe(-1.5);
});

test('a missing field and an unknown one are named', () => {
  expect(() => packStructs(inner, [{ a: 1 }])).toThrow('field b');
  expect(() => packStructs(inner, [{ a: 1, b: 2, c: 3 }])).toThrow('field c');
});

describe('unpacking', () => {
  test('is the reverse', () => {
    const rows = [
      { a: 1, b: 0xffffffff },
      { a: 3, b: 4 },
    ];
    expect(unpackStructs(inner, new Uint32Array(packStructs(inner, rows)))).toEqual(rows);
    expect(wordsOf(inner)).toBe(2);
  });

  test('is for whole structs of u32', () => {
    expect(() => unpackStructs(inner, new Uint32Array(3))).toThrow('3 words');
    expect(() => unpackStructs(padded, new Uint32Array(8))).toThrow('field count is not u32');
  });
});

test.each(stageNames)('the dispatches of %s are the entry points of its WGSL, in order', (name) => {
  const { wgsl, dispatches } = stages[name] as Stage;
  const { workgroups, bindings } = wgsl.layout;
  const sizes = [...workgroups.keys()].map((entryPoint) => workgroupOf(wgsl, entryPoint));
  expect([...workgroups.keys()]).toEqual(Object.keys(dispatches));
  // WebGPU's default limits.
  expect(bindings.filter(({ kind }) => kind.startsWith('read')).length).toBeLessThanOrEqual(8);
  for (const [x, y, z] of sizes) expect(x * y * z).toBeLessThanOrEqual(256);
});

test.each(stageNames)('the parameters of %s are the fields of its WGSL, in order', (name) => {
  const struct = stages[name].wgsl.layout.structs.get('Parameters');
  expect(stageParameters[name]).toEqual([...(struct?.fields.keys() ?? [])]);
});

test.each(Object.keys(tensorStages) as TensorStageName[])('%s binds what it reads, writes and works in', (name) => {
  const { reads, writes, wgsl } = tensorStages[name];
  const { bindings } = wgsl.layout;
  const named = (kind: string): string[] => bindings.filter((each) => each.kind === kind).map((each) => each.name);
  expect(named('uniform')).toEqual(['parameters']);
  expect(named('read')).toEqual(reads);
  expect(named('read_write')).toContain(writes);
});
