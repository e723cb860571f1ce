import { knownSize, type Dimension } from '../../onnx/dimensions.ts';
import { isRepetition, readSampling, samplingMatrix } from '../sampling.ts';
import type { Rule, Step } from '../rule.ts';

/**
 * Every entry of y is a weighted sum of entries of x, R x along each axis: x receives Rᵀ g. The matrices are constants,
 * so both sizes must be known; for repetition by an integer factor, g is summed over blocks, whatever the size.
 */
export const Resize: Rule = (step) => {
  const [from, to] = [step.knownShape(step.input()), step.knownShape(step.output())];
  if (from.length !== 4) step.refuse(`it resizes ${from.length} dimensions; only [N, C, H, W] is handled`);
  if ([0, 1].some((axis) => isOther(from[axis], to[axis]))) step.refuse('it resizes other axes than height and width');
  const sampling = readSampling(step);
  const scales = readScales(step, from.length);
  const blocks = [2, 3].map((axis) => scales?.[axis] ?? 0);
  if (blocks.every((scale) => isRepetition(sampling, scale))) return [sumBlocks(step, blocks)];

  const matrices = [2, 3].map((axis) => {
    const [inSize, outSize] = [knownSize(from[axis]), knownSize(to[axis])];
    if (inSize === undefined || outSize === undefined) {
      return step.refuse('it resizes a free height or width; export the model for a fixed size');
    }
    step.checkTable(inSize * outSize);
    const weights = samplingMatrix(sampling, inSize, outSize, scales?.[axis]);
    return { weights, inSize, outSize };
  });
  const [rows, columns] = matrices;
  if (rows === undefined || columns === undefined) return [undefined];
  // Rᵀ for the rows from the left, R for the columns from the right.
  const transposed = Array.from({ length: rows.inSize * rows.outSize }, (_, i) => {
    return rows.weights[(i % rows.outSize) * rows.inSize + Math.floor(i / rows.outSize)] ?? 0;
  });
  const left = step.emit('MatMul', [step.floats(transposed, [rows.inSize, rows.outSize]), step.gradient()]);
  return [step.emit('MatMul', [left, step.floats(columns.weights, [columns.outSize, columns.inSize])])];
};

function isOther(a: Dimension | undefined, b: Dimension | undefined): boolean {
  const [from, to] = [knownSize(a), knownSize(b)];
  return from !== undefined && to !== undefined && from !== to;
}

/** One for every axis; undefined if the node gives sizes instead. */
function readScales(step: Step, rank: number): readonly number[] | undefined {
  const scales = step.inputFloats(2);
  if (scales === undefined || scales.length === 0) return undefined;
  const axes = step.intList('axes') ?? [...scales.keys()];
  const all = Array.from({ length: rank }, () => 1);
  axes.forEach((axis, i) => (all[axis < 0 ? axis + rank : axis] = scales[i] ?? 1));
  return all;
}

function sumBlocks(step: Step, [height = 1, width = 1]: readonly number[]): string {
  const planes = step.emit('Reshape', [step.gradient(), step.ints([-1, 1, 0, 0])]);
  step.checkTable(height * width);
  const ones = step.floats(
    Array.from({ length: height * width }, () => 1),
    [1, 1, height, width],
  );
  const sums = step.emit('Conv', [planes, ones], { strides: { ints: [height, width] } });
  return step.reshapeLike(sums, step.input());
}
