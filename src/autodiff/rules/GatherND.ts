import { knownSize } from '../../onnx/dimensions.ts';
import { placesOfTuples } from '../element-places.ts';
import { allSizes, gatherBack, knownIndices } from '../gather-back.ts';
import type { Rule } from '../rule.ts';

/** y = parts of x, each selected by a constant tuple of positions on the first axes: g goes back to them, summed. */
export const GatherND: Rule = (step) => {
  const shape = step.knownShape(step.input());
  const indexSizes = allSizes(step, step.input(1));
  const batch = step.int('batch_dims', 0);
  const named = batch + (indexSizes.at(-1) ?? 0);
  const sizes = shape
    .slice(0, named)
    .map((size, axis) => knownSize(size) ?? step.refuse(`it picks entries of axis ${axis}, whose size is free`));
  const sources = placesOfTuples(knownIndices(step, 1), indexSizes, sizes, batch);
  const rest = step.emit('Slice', [
    step.runtimeShape(step.input()),
    ...[[named], [2 ** 31 - 1], [0]].map((each) => step.ints(each)),
  ]);
  const rows = step.emit('Reshape', [
    step.gradient(),
    step.emit('Concat', [step.ints([sources.length]), rest], { axis: { int: 0 } }),
  ]);
  const size = sizes.reduce((product, each) => product * each, 1);
  const back = gatherBack(step, rows, { axis: 0, rank: 1 + shape.length - named, sources, size });
  return [step.reshapeLike(back, step.input())];
};
