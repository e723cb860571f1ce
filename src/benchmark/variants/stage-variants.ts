/**
 * The variants of each stage: other workgroups, and more or fewer rows per invocation. All compute every value with the
 * same operations in the same order, so that the bits of a result never depend on which one was the fastest. Sums in
 * another order (other slices, subgroups) and float16 would change them, and are left out for that reason.
 */
import type { StageName } from '../../pipeline/engine/stage-names.ts';
import type { KernelShapes } from '../../pipeline/engine/kernel-shapes.ts';
import { stages } from '../../pipeline/engine/stages.ts';
import type { KernelShape } from '../../pipeline/engine/wgsl-layout.ts';
import { shapeInWords } from './shape-in-words.ts';

type Group = readonly [columns: number, rows: number];

const groups = (...of: readonly Group[]): KernelShape[] =>
  of.map(([columns, rows]) => ({ group_columns: columns, group_rows: rows }));
const rowsEach = (...of: readonly number[]): KernelShape[] => of.map((rows) => ({ rows_each: rows }));

/** Every combination of one shape of each list. */
function combined(...lists: readonly KernelShape[][]): KernelShape[] {
  return lists.reduce<KernelShape[]>(
    (made, list) => made.flatMap((first) => list.map((second) => ({ ...first, ...second }))),
    [{}],
  );
}

const columnsOnly = groups([32, 1], [64, 1], [128, 1], [256, 1]);

const variants = {
  preprocess: combined(groups([8, 4], [8, 8], [16, 4], [32, 2], [16, 8]), rowsEach(6, 12, 28)),
  upsample: combined(columnsOnly, rowsEach(16, 64, 256)),
  threshold: combined(groups([1, 64], [2, 32], [4, 16], [8, 8], [4, 32]), rowsEach(2, 8, 32)),
  components: [16, 32, 64, 128, 256].map((rows) => ({ group_rows: rows })),
  blend: combined(columnsOnly, rowsEach(4, 16, 64)),
} as const satisfies Partial<Record<StageName, readonly KernelShape[]>>;

export type VariedStage = keyof typeof variants;

export const variedStages = Object.keys(variants) as readonly VariedStage[];

/** @param usual shapes used without any measurement; default: those written in the WGSL */
export function defaultShape(stage: VariedStage, usual: KernelShapes = {}): KernelShape {
  return { ...Object.fromEntries(stages[stage].wgsl.layout.overrides), ...usual[stage] };
}

/**
 * @param most invocations of a workgroup on the device
 * @param usually as in `defaultShape`
 * @returns the other shapes of a stage that the device allows
 */
export function otherShapes(stage: VariedStage, most: number, usually: KernelShapes = {}): KernelShape[] {
  const usual = shapeInWords(defaultShape(stage, usually));
  const sizeOf = ({ group_columns: columns = 1, group_rows: rows = 1 }: KernelShape): number => columns * rows;
  return variants[stage].filter((shape) => shapeInWords(shape) !== usual && sizeOf(shape) <= most);
}
