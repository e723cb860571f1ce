import { describe, expect, test } from 'vitest';
import { readLayout } from '../../../scripts/wgsl/read-layout.ts';
import type { WgslLayout } from '../../../src/shaders/wgsl-module.ts';

const read = (code: string): WgslLayout => readLayout({ code, parts: [{ file: 'some.wgsl', firstLine: 1 }] });
const fields = (code: string, name = 'A'): unknown =>
  [...read(code).structs.get(name)!.fields].map(([field, { type, offset }]) => `${field}: ${type} @${offset}`);
const sizeOf = (code: string): number => read(code).structs.get('A')!.sizeBytes;

describe('structs lie as WGSL lays them out', () => {
  test.each([
    ['a last field without a comma', 'struct A { a: u32, b: f32 }', ['a: u32 @0', 'b: f32 @4'], 8],
    ['all on lines of their own', 'struct A {\n  a: i32,\n  // no: u32,\n  b: u32,\n}', ['a: i32 @0', 'b: u32 @4'], 8],
    ['atomics', 'struct A { a: atomic<u32>, b: atomic<i32> }', ['a: u32 @0', 'b: i32 @4'], 8],
    ['arrays', 'struct A { a: array<u32, 2>, b: f32 }', ['a[0]: u32 @0', 'a[1]: u32 @4', 'b: f32 @8'], 12],
    ['arrays of a constant length', 'const n = 2u; struct A { a: array<i32, n> }', ['a[0]: i32 @0', 'a[1]: i32 @4'], 8],
    [
      'arrays of vec3, whose elements are 16 bytes apart',
      'struct A { a: array<vec3f, 2>, b: f32 }',
      [
        'a[0].x: f32 @0',
        'a[0].y: f32 @4',
        'a[0].z: f32 @8',
        'a[1].x: f32 @16',
        'a[1].y: f32 @20',
        'a[1].z: f32 @24',
      ].concat('b: f32 @32'),
      48,
    ],
    [
      'vec3, which begins at a multiple of 16 and ends after 12',
      'struct A { a: u32, b: vec3u, c: f32, d: vec3<f32> }',
      ['a: u32 @0', 'b.x: u32 @16', 'b.y: u32 @20', 'b.z: u32 @24', 'c: f32 @28'].concat(
        'd.x: f32 @32',
        'd.y: f32 @36',
        'd.z: f32 @40',
      ),
      48,
    ],
    ['vec2', 'struct A { a: u32, b: vec2i }', ['a: u32 @0', 'b.x: i32 @8', 'b.y: i32 @12'], 16],
    ['@align and @size', 'struct A { @size(12) a: u32, @align(32) b: u32 }', ['a: u32 @0', 'b: u32 @32'], 64],
    [
      'structs in structs, declared before or after',
      'struct A { a: u32, b: B, c: u32 } struct B { x: vec3f, y: f32 }',
      ['a: u32 @0', 'b.x.x: f32 @16', 'b.x.y: f32 @20', 'b.x.z: f32 @24', 'b.y: f32 @28', 'c: u32 @32'],
      48,
    ],
    ['aliases', 'alias Name = f32; struct A { a: u32, b: Name }', ['a: u32 @0', 'b: f32 @4'], 8],
  ])('%s', (_, code, expected, size) => {
    expect(fields(code)).toEqual(expected);
    expect(sizeOf(code)).toBe(size);
  });
});

describe('bindings', () => {
  test('in any style, in the order of their indices', () => {
    const { bindings } = read(`
      @binding(3) @group(0)
      var<storage,read_write> last: array<array<atomic<u32>, 2>>;
      @group(0) @binding(0) var<uniform> first : vec4f;
      @group(0) /* between */ @binding(0x1) var<storage> second: array<f32>;
      @group(0u) @binding(2u) var<storage, read> third: array<u32>;
      var<workgroup> sh_sums: array<f32, 4>;
      var<private> mine: u32;`);
    expect(bindings).toEqual([
      { index: 0, name: 'first', kind: 'uniform' },
      { index: 1, name: 'second', kind: 'read' },
      { index: 2, name: 'third', kind: 'read' },
      { index: 3, name: 'last', kind: 'read_write' },
    ]);
  });
});

describe('entry points', () => {
  test.each([
    ['@compute @workgroup_size(64) fn a() {}', [64, 1, 1]],
    ['@workgroup_size(8u, 4) @compute fn a() {}', [8, 4, 1]],
    ['@compute\n@workgroup_size(0x10,2,3)\nfn a(@builtin(global_invocation_id) id: vec3u) { let b = id; }', [16, 2, 3]],
    ['const side: u32 = 16u; @compute @workgroup_size(side, side) fn a() {}', [16, 16, 1]],
  ])('%s', (code, size) => {
    expect([...read(code).workgroups]).toEqual([['a', size]]);
  });

  test('functions that are none are left out', () => {
    expect([...read('fn b() {} @compute @workgroup_size(1) fn a() {}').workgroups.keys()]).toEqual(['a']);
  });
});

describe('constants', () => {
  test.each([
    ['const a = 4u;', 4],
    ['const a: u32 = 4u;', 4],
    ['  const a=0xffffffffu ;', 0xffffffff],
    ['const a: i32 = -3;', -3],
    ['const a = 1e-12;', 1e-12],
    ['const a: f32 = 2.5f;', 2.5],
    // Not one plain number: worth something to the compiler alone.
    ['const b = 0xf0u; const a = b >> 4u;', undefined],
    ['const a = 2u * 3u;', undefined],
    ['const a = vec3i(1, 2, 3);', undefined],
    ['const a = 0x1p-20f;', undefined],
    ['/* const a = 1u; /* nested */ const a = 2u; */', undefined],
    ['// const a = 1u;', undefined],
    ['fn b() { const a = 1u; }', undefined],
  ])('%s', (code, value) => {
    expect(read(code).constants.get('a')).toBe(value);
  });
});

test('overrides are read, and name sides of workgroups', () => {
  const { constants, overrides, workgroups } = read(
    'override a: u32 = 4u; const b = 2u; @compute @workgroup_size(a, b) fn c() {}',
  );
  expect([...overrides]).toEqual([['a', 4]]);
  expect([...constants]).toEqual([['b', 2]]);
  expect([...workgroups]).toEqual([['c', ['a', 2, 1]]]);
});

test('a module may begin with the extension for float16', () => {
  const { constants, workgroups } = read(
    'enable f16;\nconst a = 3u;\n@compute @workgroup_size(8) fn b() { let c = 1.0h; }',
  );
  expect([...constants]).toEqual([['a', 3]]);
  expect([...workgroups]).toEqual([['b', [8, 1, 1]]]);
});

describe('what is not read is an error that names the line', () => {
  test.each([
    ['a field of bool', '\nstruct A { a: bool }', 'some.wgsl:2: The field A.a of type bool is not supported.'],
    ['a matrix', '\nstruct A { a: mat2x3f }', 'some.wgsl:2: The field A.a of type mat2x3f is not supported.'],
    ['f16', 'struct A { a: vec3h }', 'some.wgsl:1: The field A.a of type vec3h is not supported.'],
    ['an unknown type', 'struct A { a: Unknown }', 'some.wgsl:1: The field A.a of type Unknown is not supported.'],
    ['an array without end', 'struct A { a: array<f32> }', 'some.wgsl:1: The field A.a'],
    ['a missing comma', 'struct A {\n  a: u32\n  b: u32\n}', "some.wgsl:3: This is not understood: Expected ','"],
    [
      'what begins no declaration',
      '\n\nconst a = 1u;\ngarbage here;',
      'some.wgsl:4: "garbage" does not begin a declaration.',
    ],
    ['what the parser skips', 'const a = ;\nconst b = 1u;', 'some.wgsl:1: The declaration of a is not understood.'],
    ['what is no token', '\nconst a = `;', 'some.wgsl:2: This is not WGSL.'],
    ['two of a name', 'const a = 1u;\nconst a = 2u;', 'some.wgsl:2: There are two declarations of a.'],
    ['an override without type', '\noverride a = 1u;', 'some.wgsl:2: The override a is not a u32'],
    ['an override without default', 'override a: u32;', 'some.wgsl:1: The override a is not a u32'],
    ['an override of 0', 'override a: u32 = 0u;', 'some.wgsl:1: The override a is not a u32'],
    ['a computed override', 'override a: u32 = 2u * 3u;', 'some.wgsl:1: The override a is not a u32'],
    ['an override of floats', 'override a: f32 = 1.5;', 'some.wgsl:1: The override a is not a u32'],
    ['other extensions', 'enable subgroups;', 'some.wgsl:1: "enable" is not supported.'],
    ['extensions too late', 'const a = 1u;\nenable f16;', 'some.wgsl:2: "enable" is not supported.'],
    ['a workgroup without size', '@compute fn a() {}', 'some.wgsl:1: The workgroup size of a'],
    ['a size of unknown name', '\n@compute @workgroup_size(b) fn a() {}', 'some.wgsl:2: The workgroup size of a'],
    ['a size of zero', '@compute @workgroup_size(8, 0) fn a() {}', 'some.wgsl:1: The workgroup size of a'],
    ['a computed size', '@compute @workgroup_size(2 * 4) fn a() {}', 'some.wgsl:1: This is not understood'],
    ['other stages', '\n@fragment fn a() {}', 'some.wgsl:2: a is not a compute shader.'],
    ['another group', '@group(1) @binding(0) var<uniform> a: f32;', 'some.wgsl:1: The variable a has no @group(0)'],
    ['no binding', 'var<storage, read> a: array<f32>;', 'some.wgsl:1: The variable a has no @group(0)'],
    ['a binding by name', 'const b = 2; @group(0) @binding(b) var<uniform> a: f32;', 'The variable a has no @group(0)'],
    [
      'a binding that is taken',
      '@group(0) @binding(2) var<uniform> a: f32;\n@group(0) @binding(2) var<uniform> b: f32;',
      'some.wgsl:2: Binding 2 is used twice.',
    ],
    ['a sampler', '@group(0) @binding(0) var a: sampler;', 'The variable a is of a kind that is not supported.'],
    ['a texture', '@group(0) @binding(0) var a: texture_2d<f32>;', 'The variable a is of a kind'],
    ['a canvas', '@group(0) @binding(0) var a: texture_storage_2d<rgba8unorm, write>;', 'The variable a is of a kind'],
  ])('%s', (_, code, message) => {
    expect(() => read(code)).toThrow(message);
  });

  test('in the file that it stands in', () => {
    const parts = [
      { file: 'shared/a.wgsl', firstLine: 1 },
      { file: 'b.wgsl', firstLine: 3 },
    ];
    expect(() => readLayout({ code: 'const a = 1u;\n\n\nstruct B { b: bool }', parts })).toThrow('b.wgsl:2: The field');
  });
});
