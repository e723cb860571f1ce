import type { Rule } from '../rule.ts';

/** y = (x − zero point) · scale, for integers x that QuantizeLinear made: x receives g · scale. */
export const DequantizeLinear: Rule = (step) => {
  if (step.inputFloats(1)?.length !== 1) step.refuse('its scale is not one constant; use the original float32 file');
  return [step.emit('Mul', [step.gradient(), step.input(1)]), undefined, undefined];
};
