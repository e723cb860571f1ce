/** What importing a .wgsl file gives: the module put together, and what it says of itself (scripts/wgsl/ reads it). */

/** `texture`: a storage texture to write to, rgba8unorm. */
export type BindingKind = 'uniform' | 'read' | 'read_write' | 'texture';

export interface Binding {
  /** Of group 0, the only one. */
  readonly index: number;
  readonly name: string;
  readonly kind: BindingKind;
}

export type Scalar = 'u32' | 'i32' | 'f32';

export interface Field {
  readonly type: Scalar;
  /** Bytes from the struct's first. */
  readonly offset: number;
}

export interface StructLayout {
  /** From one element of an array to the next, padding included; a multiple of 4. */
  readonly sizeBytes: number;
  /** Scalars in the order of memory. Parts are spelled out: `largest.area`, `mean.x`, `counts[2]`. */
  readonly fields: ReadonlyMap<string, Field>;
}

export interface WgslLayout {
  /** In the order of their indices. */
  readonly bindings: readonly Binding[];
  /** Entry point → invocations of a workgroup along x, y, z. */
  readonly workgroups: ReadonlyMap<string, readonly [number, number, number]>;
  readonly structs: ReadonlyMap<string, StructLayout>;
  /** Those of one plain number, such as `const rows = 16u;`. */
  readonly constants: ReadonlyMap<string, number>;
}

/** A file inside a module, whole. */
export interface WgslPart {
  /** Path from src/shaders/. */
  readonly file: string;
  /** Line of the module's code, from 1, where it begins. */
  readonly firstLine: number;
}

export interface WgslModule {
  /** Path from src/shaders/. */
  readonly file: string;
  /** What the file imports, then the file. */
  readonly code: string;
  /** In the order of the code. */
  readonly parts: readonly WgslPart[];
  readonly layout: WgslLayout;
}

/** @returns file and line for a line of the module's code, both as an editor counts: `shared/item.wgsl:12` */
export function placeIn(parts: readonly WgslPart[], line: number): string {
  const part = parts.findLast(({ firstLine }) => firstLine <= line) ?? parts[0];
  return part === undefined ? `line ${line}` : `${part.file}:${Math.max(1, line - part.firstLine + 1)}`;
}
