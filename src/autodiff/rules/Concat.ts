import { knownSize } from '../../onnx/dimensions.ts';
import type { Rule } from '../rule.ts';

/** Every input receives its own stretch of g. */
export const Concat: Rule = (step) => {
  const rank = step.knownShape(step.output()).length;
  const at = step.int('axis', 1);
  const axis = at < 0 ? at + rank : at;
  let end = 0;
  return step.node.input.map((name, i) => {
    const size = knownSize(step.knownShape(name)[axis]);
    if (size === undefined) return step.refuse(`it joins inputs along axis ${axis}, where "${name}" has a free size`);
    const start = end;
    end += size;
    if (!step.needs(i)) return undefined;
    return step.emit('Slice', [step.gradient(), step.ints([start]), step.ints([end]), step.ints([axis])]);
  });
};
