import { intAttribute } from '../../onnx/attributes.ts';
import { DataType, type NodeProto } from '../../onnx/messages.ts';

/**
 * Operators whose outputs do not change with small changes of their inputs, or contain no floats: the walk ends there.
 */
export const noGradient: ReadonlySet<string> = new Set([
  ...['And', 'ArgMax', 'ArgMin', 'Bernoulli', 'BitShift', 'BitwiseAnd', 'BitwiseNot', 'BitwiseOr', 'BitwiseXor'],
  ...['Ceil', 'Constant', 'ConstantOfShape', 'Equal', 'EyeLike', 'Floor', 'Greater', 'GreaterOrEqual', 'Hardmax'],
  ...['IsInf', 'IsNaN', 'Less', 'LessOrEqual', 'Multinomial', 'NonMaxSuppression', 'NonZero', 'Not', 'OneHot', 'Or'],
  ...['RandomNormal', 'RandomNormalLike', 'RandomUniform', 'RandomUniformLike', 'Range', 'Round', 'Shape', 'Sign'],
  ...['Size', 'StringNormalizer', 'TfIdfVectorizer', 'Xor'],
]);

const floatTypes: ReadonlySet<number> = new Set([
  ...[DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16, DataType.DOUBLE],
]);

/** Whether a node ends the walk: its operator is in the list, or it casts to integers or truth values. */
export function endsGradients(node: NodeProto): boolean {
  if (node.opType === 'Cast') return !floatTypes.has(intAttribute(node, 'to') ?? DataType.FLOAT);
  return noGradient.has(node.opType);
}
