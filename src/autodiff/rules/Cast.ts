import { DataType } from '../../onnx/messages.ts';
import type { Rule } from '../rule.ts';

/** A cast from float32 to float32 changes nothing. (A cast to integers ends the walk.) */
export const Cast: Rule = (step) => {
  const to = step.int('to', DataType.FLOAT);
  if (to !== DataType.FLOAT) step.refuse('it casts to another float type; export the model in float32');
  return [step.gradient()];
};
