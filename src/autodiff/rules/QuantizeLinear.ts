import { quantisedRange } from '../../onnx/quantised.ts';
import type { Rule } from '../rule.ts';

/**
 * y = x / scale, rounded and limited to the integers of a format. The straight-through estimator (Bengio 2013): rounding
 * counts as the identity, so x receives g / scale strictly within the range that the integers represent, and 0 outside,
 * as with Clip.
 */
export const QuantizeLinear: Rule = (step) => {
  const range = quantisedRange(step.builder.graph, step.node);
  if (range === undefined) {
    return step.refuse('its scale and zero point are not one constant of 8 or 16 bits; use the original float32 file');
  }
  const [low, high] = range;
  const isInside = step.emit('And', [
    step.emit('Greater', [step.input(), low]),
    step.emit('Less', [step.input(), high]),
  ]);
  return [step.emit('Where', [isInside, step.emit('Div', [step.gradient(), step.input(1)]), 0]), undefined, undefined];
};
