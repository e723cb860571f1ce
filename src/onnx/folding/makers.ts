/** Operators that make tensors from sizes or constants only. */
import { intAttribute } from '../attributes.ts';
import { DataType } from '../messages.ts';
import { given, integers, type Evaluator } from './evaluator.ts';
import { entryCount, held, readFolded } from './folded.ts';

const { FLOAT, INT64 } = DataType;

const shape: Evaluator = ({ node, shape: whole }) => {
  const asked = whole?.slice(intAttribute(node, 'start') ?? 0, intAttribute(node, 'end'));
  if (asked === undefined) return undefined;
  return { type: INT64, dims: [asked.length], values: Float64Array.from(asked, numberOrUnknown) };
};

const size: Evaluator = ({ shape: whole }) => {
  if (whole === undefined) return undefined;
  const count = whole.reduce<number>((product, each) => product * numberOrUnknown(each), 1);
  return { type: INT64, dims: [], values: Float64Array.of(held(INT64, count)) };
};

function numberOrUnknown(dimension: number | string): number {
  return typeof dimension === 'number' ? dimension : NaN;
}

const constantOfShape: Evaluator = (evaluation) => {
  const dims = integers(evaluation, 0);
  const tensor = evaluation.node.attribute.find(({ name }) => name === 'value')?.t;
  const value = tensor === undefined ? undefined : readFolded(tensor);
  if (dims === undefined || (tensor !== undefined && value === undefined)) return undefined;
  return {
    type: value?.type ?? FLOAT,
    dims,
    values: new Float64Array(entryCount(dims)).fill(value?.values[0] ?? 0),
  };
};

const range: Evaluator = (evaluation) => {
  const { type } = given(evaluation);
  const [start, limit, delta] = [0, 1, 2].map((i) => given(evaluation, i).values[0]!);
  const count = Math.max(0, Math.ceil((limit! - start!) / delta!));
  const values = new Float64Array(entryCount([count]));
  return { type, dims: [count], values: values.map((_, i) => held(type, start! + i * delta!)) };
};

export const makers: Readonly<Record<string, Evaluator>> = {
  ConstantOfShape: constantOfShape,
  Range: range,
  Shape: shape,
  Size: size,
};
