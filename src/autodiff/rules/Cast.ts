import { DataType } from '../../onnx/messages.ts';
import type { Rule } from '../rule.ts';

/** From float32 to float32 nothing changes. (A cast to integers ends the walk.) */
export const Cast: Rule = (step) => {
  const to = step.int('to', DataType.FLOAT);
  if (to !== DataType.FLOAT) step.refuse('it casts to another type of floats; export the model in float32');
  return [step.gradient()];
};
