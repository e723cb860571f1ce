/** What importing a .wgsl file gives: the assembled module and its layout (read by scripts/wgsl/). */

export type BindingKind = 'uniform' | 'read' | 'read_write';

export interface Binding {
  /** Of group 0, the only one. */
  readonly index: number;
  readonly name: string;
  readonly kind: BindingKind;
}

export type Scalar = 'u32' | 'i32' | 'f32';

export interface Field {
  readonly type: Scalar;
  /** Bytes from the start of the struct. */
  readonly offset: number;
}

export interface StructLayout {
  /** From one element of an array to the next, including padding; a multiple of 4. */
  readonly sizeBytes: number;
  /** Scalars in memory order. Nested fields are written out: `largest.area`, `mean.x`, `counts[2]`. */
  readonly fields: ReadonlyMap<string, Field>;
}

/** Invocations along one side of a workgroup: a number, or the name of an override. */
export type GroupSide = number | string;

export interface WgslLayout {
  /** Ordered by index. */
  readonly bindings: readonly Binding[];
  /** Entry point → invocations of a workgroup along x, y, z. */
  readonly workgroups: ReadonlyMap<string, readonly [GroupSide, GroupSide, GroupSide]>;
  readonly structs: ReadonlyMap<string, StructLayout>;
  /** Constants that are one plain number, such as `const rows = 16u;`. */
  readonly constants: ReadonlyMap<string, number>;
  /** Overrides, such as `override rows: u32 = 16u;`, and their defaults: a pipeline may be made with other values. */
  readonly overrides: ReadonlyMap<string, number>;
}

/** A whole file inside a module. */
export interface WgslPart {
  /** Path from src/shaders/. */
  readonly file: string;
  /** Line of the module's code, from 1, where it starts. */
  readonly firstLine: number;
}

export interface WgslModule {
  /** Path from src/shaders/. */
  readonly file: string;
  /** The imported files, then the file itself. */
  readonly code: string;
  /** In the order of the code. */
  readonly parts: readonly WgslPart[];
  readonly layout: WgslLayout;
}

/** @returns file and line, counted from 1, for a line of the module's code: `shared/item.wgsl:12` */
export function placeIn(parts: readonly WgslPart[], line: number): string {
  const part = parts.findLast(({ firstLine }) => firstLine <= line) ?? parts[0];
  return part === undefined ? `line ${line}` : `${part.file}:${Math.max(1, line - part.firstLine + 1)}`;
}
