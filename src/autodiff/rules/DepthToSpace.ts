import { knownSize } from '../../onnx/dimensions.ts';
import type { Rule } from '../rule.ts';

/**
 * Every b × b pixels come from b · b channels, to which g returns: one strided slice of g for each position in the
 * block, joined along the channels. That is the order of mode DCR, [b · b, C]; CRD needs [C, b · b].
 */
export const DepthToSpace: Rule = (step) => {
  const b = step.int('blocksize', 1);
  step.checkTable(b * b);
  const toEnd = step.ints([2 ** 31 - 1, 2 ** 31 - 1]);
  const places = Array.from({ length: b * b }, (_, i) =>
    step.emit('Slice', [
      step.gradient(),
      step.ints([Math.floor(i / b), i % b]),
      toEnd,
      step.ints([2, 3]),
      step.ints([b, b]),
    ]),
  );
  const joined = step.emit('Concat', places, { axis: { int: 1 } });
  if (step.text('mode', 'DCR') !== 'CRD') return [joined];
  const channels = knownSize(step.knownShape(step.input())[1]) ?? step.refuse('its number of channels is not known');
  const blocks = step.emit('Reshape', [joined, step.ints([0, b * b, channels / (b * b), -1])]);
  return [step.reshapeLike(step.transpose(blocks, [0, 2, 1, 3]), step.input())];
};
