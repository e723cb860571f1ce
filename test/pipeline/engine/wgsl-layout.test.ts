import { expect, test } from 'vitest';
import { packStructs, readWgslLayout, unpackStructs } from '../../../src/pipeline/engine/wgsl-layout.ts';
import { stageNames, stages, wgslOf, type Stage } from '../../../src/pipeline/engine/stages.ts';

const wgsl = `
struct Inner {
  // not_a_field: u32,
  a: u32,
  b: atomic<u32>,
}
struct Parameters {
  count: u32,
  level: f32,
  inner: Inner,
}
const rows_each = 8u;
@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(3) var<storage, read_write> target: array<Inner>;
@group(0) @binding(4) var canvas: texture_storage_2d<rgba8unorm, write>;
@compute @workgroup_size(16, 4, 1)
fn first(@builtin(global_invocation_id) id: vec3u) {}
@compute @workgroup_size(64, 1, 1)
fn second() {}
`;
const layout = readWgslLayout(wgsl);

test('bindings, entry points and constants are read from the WGSL', () => {
  expect(layout.bindings).toEqual([
    { index: 0, name: 'parameters', kind: 'uniform' },
    { index: 1, name: 'source', kind: 'read' },
    { index: 3, name: 'target', kind: 'read_write' },
    { index: 4, name: 'canvas', kind: 'texture' },
  ]);
  expect([...layout.workgroups]).toEqual([
    ['first', [16, 4, 1]],
    ['second', [64, 1, 1]],
  ]);
  expect(layout.constants.get('rows_each')).toBe(8);
});

test('structs inside structs are spelled out', () => {
  expect([...layout.structs.get('Parameters')!]).toEqual([
    ['count', 'u32'],
    ['level', 'f32'],
    ['inner.a', 'u32'],
    ['inner.b', 'u32'],
  ]);
});

test('packing writes each field at its place, with its type', () => {
  const row = { count: 3, level: -1.5, 'inner.a': 0xffffffff, 'inner.b': 7 };
  const bytes = new DataView(packStructs(layout.structs.get('Parameters')!, [row, { ...row, count: 4 }]));
  expect(bytes.byteLength).toBe(32);
  const words = [bytes.getUint32(0, true), bytes.getFloat32(4, true), bytes.getUint32(8, true)];
  expect(words).toEqual([3, -1.5, 0xffffffff]);
  expect(bytes.getUint32(16, true)).toBe(4);
});

test('a missing field and an unknown one are named', () => {
  const inner = layout.structs.get('Inner')!;
  expect(() => packStructs(inner, [{ a: 1 }])).toThrow('field b');
  expect(() => packStructs(inner, [{ a: 1, b: 2, c: 3 }])).toThrow('field c');
});

test('unpacking is the reverse', () => {
  const rows = unpackStructs(layout.structs.get('Inner')!, Uint32Array.of(1, 2, 3, 4));
  expect(rows).toEqual([
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ]);
});

test.each(stageNames)('the passes of %s are the entry points of its WGSL, in order', (name) => {
  const { workgroups, bindings } = readWgslLayout(wgslOf(name));
  expect([...workgroups.keys()]).toEqual(Object.keys((stages[name] as Stage).passes));
  // WebGPU's default limits.
  expect(bindings.filter(({ kind }) => kind.startsWith('read')).length).toBeLessThanOrEqual(8);
  for (const [x, y, z] of workgroups.values()) expect(x * y * z).toBeLessThanOrEqual(256);
});
