import type { Rule } from '../rule.ts';

/** y = x repeated along each axis: g with each axis split into repetitions and entries, summed over the repetitions. */
export const Tile: Rule = (step) => {
  const repeats = step.inputInts(1) ?? step.refuse('how often it repeats is known only while it runs');
  const repeated = repeats.flatMap((count, axis) => (count === 1 ? [] : [{ count, axis }]));
  if (repeated.length === 0) return [step.gradient()];
  const parts = repeats.flatMap((count, axis) => {
    const size = step.runtimeSize(step.input(), axis);
    return count === 1 ? [size] : [step.ints([count]), size];
  });
  const split = step.emit('Reshape', [step.gradient(), step.emit('Concat', parts, { axis: { int: 0 } })]);
  // Behind every axis that was split all others are one place further.
  const axes = repeated.map(({ axis }, before) => axis + before);
  return [step.emitOverAxes('ReduceSum', split, axes, { keepdims: { int: 0 } })];
};
