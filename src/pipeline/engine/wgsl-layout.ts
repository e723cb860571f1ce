/**
 * What a WGSL module says of itself: bindings, entry points with their workgroup sizes, constants, and structs of 4-byte
 * scalars. Layouts stand in the WGSL alone and are read from it here, so that they cannot disagree.
 */
import { CamLensError } from '../../errors.ts';
import { own } from '../../own.ts';

export type BindingKind = 'uniform' | 'read' | 'read_write' | 'texture';

export interface Binding {
  readonly index: number;
  readonly name: string;
  readonly kind: BindingKind;
}

export type Scalar = 'u32' | 'f32';
/** Field name → type, in the order of memory, 4 bytes each. */
export type StructLayout = ReadonlyMap<string, Scalar>;

export interface WgslLayout {
  readonly bindings: readonly Binding[];
  /** Entry point → invocations of a workgroup along x, y, z. */
  readonly workgroups: ReadonlyMap<string, readonly [number, number, number]>;
  readonly structs: ReadonlyMap<string, StructLayout>;
  /** `const name = 16u;` */
  readonly constants: ReadonlyMap<string, number>;
}

const bindingPattern = /@group\(0\) @binding\((\d+)\) var(?:<([^>]*)>)? (\w+):/g;
const entryPattern = /@workgroup_size\((\d+), (\d+), (\d+)\)\s*fn (\w+)/g;
const structPattern = /struct (\w+) \{([^}]*)\}/g;
const fieldPattern = /(\w+): (?:atomic<)?(\w+)>?,/g;
const constantPattern = /^const (\w+) = (\d+)u;/gm;

const kinds: Readonly<Record<string, BindingKind>> = {
  uniform: 'uniform',
  'storage, read': 'read',
  'storage, read_write': 'read_write',
};

export function readWgslLayout(wgsl: string): WgslLayout {
  const code = wgsl.replace(/\/\/.*$/gm, '');
  return {
    bindings: [...code.matchAll(bindingPattern)].map(([, index = '', space, name = '']) => ({
      index: Number(index),
      name,
      kind: space === undefined ? 'texture' : bindingKind(space, name),
    })),
    workgroups: new Map(
      [...code.matchAll(entryPattern)].map(([, x, y, z, name = '']) => [name, [Number(x), Number(y), Number(z)]]),
    ),
    structs: structsOf(code),
    constants: new Map([...code.matchAll(constantPattern)].map(([, name = '', value]) => [name, Number(value)])),
  };
}

function bindingKind(space: string, name: string): BindingKind {
  const kind = own(kinds, space);
  if (kind === undefined) throw new CamLensError('internal', `Binding ${name} has an unknown kind "${space}".`);
  return kind;
}

/** A struct inside a struct is spelled out: `largest: Component` becomes `largest.label`, `largest.area` and so on. */
function structsOf(code: string): Map<string, StructLayout> {
  const structs = new Map<string, StructLayout>();
  for (const [, name = '', body = ''] of code.matchAll(structPattern)) {
    const fields = new Map<string, Scalar>();
    for (const [, field = '', type = ''] of body.matchAll(fieldPattern)) {
      const inner = structs.get(type);
      if (inner === undefined) fields.set(field, type as Scalar);
      else inner.forEach((scalar, innerField) => fields.set(`${field}.${innerField}`, scalar));
    }
    structs.set(name, fields);
  }
  return structs;
}

/**
 * Structs of 4-byte scalars, one behind the other, as the GPU reads them.
 * @throws CamLensError `internal` where a field is missing, unknown or no scalar
 */
export function packStructs(layout: StructLayout, rows: readonly Readonly<Record<string, number>>[]): ArrayBuffer {
  const fields = [...layout];
  const bytes = new DataView(new ArrayBuffer(rows.length * fields.length * 4));
  rows.forEach((row, r) => {
    const unknown = Object.keys(row).find((name) => !layout.has(name));
    if (unknown !== undefined) throw new CamLensError('internal', `The shader has no field ${unknown}.`);
    fields.forEach(([name, type], f) => {
      const value = own(row, name);
      if (value === undefined) throw new CamLensError('internal', `The shader's field ${name} was not given.`);
      writers[type](bytes, (r * fields.length + f) * 4, value);
    });
  });
  return bytes.buffer;
}

/** The reverse of `packStructs`, for structs of u32 alone. */
export function unpackStructs(layout: StructLayout, words: Uint32Array): Record<string, number>[] {
  const names = [...layout.keys()];
  return Array.from({ length: words.length / names.length }, (_, row) =>
    Object.fromEntries(names.map((name, f) => [name, words[row * names.length + f] ?? 0])),
  );
}

const writers: Readonly<Record<Scalar, (bytes: DataView, offset: number, value: number) => void>> = {
  u32: (bytes, offset, value) => bytes.setUint32(offset, value, true),
  f32: (bytes, offset, value) => bytes.setFloat32(offset, value, true),
};
