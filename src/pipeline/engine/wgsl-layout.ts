/**
 * Reads constants, structs and workgroup sizes from the layouts of WGSL modules, so that they are defined only once, in
 * the WGSL. An unknown name is an error.
 */
import { CamLensError } from '../../errors.ts';
import { own } from '../../own.ts';
import type { GroupSide, Scalar, StructLayout, WgslModule } from '../../shaders/wgsl-module.ts';

/** Values of a module's overrides; those not named have their defaults. */
export type KernelShape = Readonly<Record<string, number>>;

/**
 * The value of a constant or an override.
 * @throws CamLensError `internal` if the module has no constant of this name that is a single literal number
 */
export function constantOf({ file, layout }: WgslModule, name: string, shape: KernelShape = {}): number {
  return expected(
    layout.constants.get(name) ??
      (layout.overrides.has(name) ? own(shape, name) : undefined) ??
      layout.overrides.get(name),
    `Shader ${file} has no constant ${name} that is a single literal number.`,
  );
}

/** @throws CamLensError `internal` if the module has no such struct */
export function structOf({ file, layout }: WgslModule, name: string): StructLayout {
  return expected(layout.structs.get(name), `Shader ${file} has no struct ${name}.`);
}

/**
 * @returns invocations of a workgroup along x, y, z
 * @throws CamLensError `internal` if the module has no such entry point
 */
export function workgroupOf(
  module: WgslModule,
  entryPoint: string,
  shape?: KernelShape,
): readonly [number, number, number] {
  const { file, layout } = module;
  const [x, y, z] = expected(layout.workgroups.get(entryPoint), `Shader ${file} has no entry point ${entryPoint}.`);
  const sideOf = (side: GroupSide): number => (typeof side === 'number' ? side : constantOf(module, side, shape));
  return [sideOf(x), sideOf(y), sideOf(z)];
}

function expected<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new CamLensError('internal', message);
  return value;
}

/** Size in 4-byte words of an element of an array of these structs. */
export function wordsOf({ sizeBytes }: StructLayout): number {
  return sizeBytes / 4;
}

/**
 * An array of structs in the GPU's layout; padding is zero.
 * @throws CamLensError `internal` if a field is missing or unknown
 */
export function packStructs(
  { sizeBytes, fields }: StructLayout,
  rows: readonly Readonly<Record<string, number>>[],
): ArrayBuffer {
  const places = [...fields];
  const bytes = new DataView(new ArrayBuffer(rows.length * sizeBytes));
  rows.forEach((row, r) => {
    const unknown = Object.keys(row).find((name) => !fields.has(name));
    if (unknown !== undefined) throw new CamLensError('internal', `The shader has no field ${unknown}.`);
    for (const [name, { type, offset }] of places) {
      const value = expected(own(row, name), `The shader's field ${name} is missing.`);
      writers[type](bytes, r * sizeBytes + offset, value);
    }
  });
  return bytes.buffer;
}

/**
 * The inverse of `packStructs`, for structs that contain only u32.
 * @throws CamLensError `internal` if a field is not u32, or the words are not a whole number of structs
 */
export function unpackStructs(struct: StructLayout, words: Uint32Array): Record<string, number>[] {
  const size = wordsOf(struct);
  const other = [...struct.fields].find(([, { type }]) => type !== 'u32');
  if (other !== undefined) throw new CamLensError('internal', `The shader's field ${other[0]} is not u32.`);
  if (words.length % size !== 0)
    throw new CamLensError('internal', `${words.length} words are not a whole number of structs of ${size} words.`);
  const places = [...struct.fields].map(([name, { offset }]) => [name, offset / 4] as const);
  return Array.from({ length: words.length / size }, (_, row) =>
    Object.fromEntries(places.map(([name, place]) => [name, words[row * size + place]!])),
  );
}

const writers: Readonly<Record<Scalar, (bytes: DataView, offset: number, value: number) => void>> = {
  u32: (bytes, offset, value) => bytes.setUint32(offset, value, true),
  i32: (bytes, offset, value) => bytes.setInt32(offset, value, true),
  f32: (bytes, offset, value) => bytes.setFloat32(offset, value, true),
};
