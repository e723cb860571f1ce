import type { Rule } from '../rule.ts';

/** y = x repeated along each axis: g with each axis split into repetitions and entries, summed over the repetitions. */
export const Tile: Rule = (step) => {
  const repeats = step.inputInts(1) ?? step.refuse('its repetitions are known only at run time');
  const repeated = repeats.flatMap((count, axis) => (count === 1 ? [] : [{ count, axis }]));
  if (repeated.length === 0) return [step.gradient()];
  const parts = repeats.flatMap((count, axis) => {
    const size = step.runtimeSize(step.input(), axis);
    return count === 1 ? [size] : [step.ints([count]), size];
  });
  const split = step.emit('Reshape', [step.gradient(), step.emit('Concat', parts, { axis: { int: 0 } })]);
  // After every axis that was split, all others move by one.
  const axes = repeated.map(({ axis }, before) => axis + before);
  return [step.emitOverAxes('ReduceSum', split, axes, { keepdims: { int: 0 } })];
};
