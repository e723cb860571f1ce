import { knownSize } from '../../onnx/dimensions.ts';
import type { Rule, Step } from '../rule.ts';

/** Every input receives its own part of g. */
export const Concat: Rule = (step) => {
  const axis = step.axis(1);
  let [start, end]: (number | string)[] = [0, 0];
  return step.node.input.map((name, i) => {
    [start, end] = [end ?? 0, advance(step, end ?? 0, name, axis)];
    if (!step.needs(i)) return undefined;
    return step.emit('Slice', [step.gradient(), place(step, start), place(step, end), step.ints([axis])]);
  });
};

/** Where an input ends: a number or, after a free size, the name of a value computed at run time. */
function advance(step: Step, start: number | string, name: string, axis: number): number | string {
  const size = knownSize(step.knownShape(name)[axis]);
  if (size !== undefined && typeof start === 'number') return start + size;
  const runtimeSize = size === undefined ? step.runtimeSize(name, axis) : step.ints([size]);
  return start === 0 ? runtimeSize : step.emit('Add', [place(step, start), runtimeSize]);
}

function place(step: Step, at: number | string): string {
  return typeof at === 'number' ? step.ints([at]) : at;
}
