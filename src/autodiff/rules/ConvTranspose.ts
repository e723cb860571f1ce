import { knownSize } from '../../onnx/dimensions.ts';
import type { Rule } from '../rule.ts';

/** The gradient of a transposed convolution with respect to its input is the convolution with the same weights. */
export const ConvTranspose: Rule = (step) => {
  if (step.needs(1) || step.needs(2)) step.refuse('its weights depend on a layer');
  if (step.intList('output_shape') !== undefined || step.text('auto_pad', 'NOTSET').startsWith('SAME')) {
    step.refuse('its padding depends on the requested output size; export the model with explicit pads');
  }
  const kernel = step.knownShape(step.input(1)).slice(2).map(knownSize);
  const ones = kernel.map(() => 1);
  const window = {
    strides: { ints: step.intList('strides') ?? ones },
    dilations: { ints: step.intList('dilations') ?? ones },
    pads: { ints: step.intList('pads') ?? [...ones, ...ones].map(() => 0) },
  };
  return [step.emit('Conv', [step.gradient(), step.input(1)], { ...window, group: { int: step.int('group', 1) } })];
};
