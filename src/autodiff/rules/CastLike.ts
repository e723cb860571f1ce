import { DataType } from '../../onnx/messages.ts';
import type { Rule } from '../rule.ts';
import { typeOfValue } from '../value-types.ts';

/** A cast to the type of another value: as Cast, nothing is changed if that is float32; integers have no gradient. */
export const CastLike: Rule = (step) => {
  const type = typeOfValue(step.builder.graph, step.input(1)) ?? step.refuse('the type it casts to is not known');
  if (otherFloats.has(type)) step.refuse('it casts to another float type; export the model in float32');
  return [type === (DataType.FLOAT as number) ? step.gradient() : undefined];
};

const otherFloats: ReadonlySet<number> = new Set([DataType.FLOAT16, DataType.BFLOAT16, DataType.DOUBLE]);
