/** Elementwise operators. */
import { DataType } from '../messages.ts';
import { attributeOr, given, type Evaluation, type Evaluator } from './evaluator.ts';
import { entryCount, held, type Folded } from './folded.ts';
import { broadcastSizes, broadcastTo } from './strided.ts';

const { BOOL, FLOAT, INT32, INT64 } = DataType;

/** y = f(x), of the same type. */
const unary =
  (compute: (x: number) => number): Evaluator =>
  (evaluation) =>
    mapped(given(evaluation), compute);

function mapped({ type, dims, values }: Folded, compute: (x: number) => number, as = type): Folded {
  return { type: as, dims, values: values.map((x) => (Number.isNaN(x) ? NaN : held(as, compute(x)))) };
}

/** Any number of inputs of one type, combined from first to last. */
const combined =
  (compute: (a: number, b: number, type: number) => number, as?: number) =>
  (evaluation: Evaluation): Folded | undefined => {
    const parts = evaluation.inputs.map((_, i) => given(evaluation, i));
    const { type } = given(evaluation);
    if (parts.some((part) => part.type !== type)) return undefined;
    const dims = broadcastSizes(parts.map((part) => part.dims));
    entryCount(dims);
    const [first, ...others] = parts.map((part) => broadcastTo(part, dims));
    const values = others.reduce(
      (a, b) =>
        a.map((x, i) => {
          const y = b[i]!;
          return Number.isNaN(x) || Number.isNaN(y) ? NaN : held(as ?? type, compute(x, y, type));
        }),
      first ?? new Float64Array(),
    );
    return { type: as ?? type, dims, values };
  };

const comparison = (holds: (a: number, b: number) => boolean): Evaluator =>
  combined((a, b) => Number(holds(a, b)), BOOL);

/** Integer division truncates; division by zero has no result. */
const divide = combined((a, b, type) => {
  if (type === FLOAT) return a / b;
  return b === 0 ? NaN : Math.trunc(a / b);
});

/** With the sign of the divisor; with `fmod`, which floats require, that of the dividend. */
const mod: Evaluator = (evaluation) => {
  const isC = attributeOr(evaluation, 'fmod', 0) === 1;
  return combined((a, b) => (isC ? a % b : a - b * Math.floor(a / b)))(evaluation);
};

const clip: Evaluator = (evaluation) => {
  const [x, low, high] = [given(evaluation), evaluation.inputs[1], evaluation.inputs[2]];
  const bound = (of: Folded | undefined, otherwise: number): number => (of === undefined ? otherwise : of.values[0]!);
  const [least, most] = [bound(low, -Infinity), bound(high, Infinity)];
  return mapped(x, (value) => Math.min(Math.max(value, least), most));
};

const foldedTypes: ReadonlySet<number> = new Set([BOOL, FLOAT, INT32, INT64]);

/** Truncates floats that become integers. */
const cast: Evaluator = (evaluation) => {
  const to = attributeOr(evaluation, 'to', FLOAT);
  return foldedTypes.has(to) ? castTo(given(evaluation), to) : undefined;
};

const castLike: Evaluator = (evaluation) => castTo(given(evaluation), given(evaluation, 1).type);

function castTo(x: Folded, to: number): Folded {
  const isWhole = to === INT32 || to === INT64;
  // Values that mean "to the end" keep that meaning.
  if (isWhole && x.type === INT64 && to === INT64) return x;
  return mapped(x, (value) => (isWhole ? Math.trunc(value) : value), to);
}

const where: Evaluator = (evaluation) => {
  const [condition, yes, no] = [given(evaluation), given(evaluation, 1), given(evaluation, 2)];
  const dims = broadcastSizes([condition.dims, yes.dims, no.dims]);
  const [taken, ifSo, ifNot] = [condition, yes, no].map((part) => broadcastTo(part, dims));
  return {
    type: yes.type,
    dims,
    values: taken!.map((holds, i) => (Number.isNaN(holds) ? NaN : holds !== 0 ? ifSo![i]! : ifNot![i]!)),
  };
};

/** Rounds halves to even. */
function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** The mean of floats: their sum divided by their number. */
const mean: Evaluator = (evaluation) => {
  const sum = combined((a, b) => a + b)(evaluation);
  return sum === undefined ? undefined : mapped(sum, (x) => x / evaluation.inputs.length);
};

export const entrywise: Readonly<Record<string, Evaluator>> = {
  Abs: unary(Math.abs),
  Add: combined((a, b) => a + b),
  And: combined((a, b) => Math.min(a, b)),
  Cast: cast,
  CastLike: castLike,
  Ceil: unary(Math.ceil),
  Clip: clip,
  Cos: unary(Math.cos),
  Div: divide,
  Equal: comparison((a, b) => a === b),
  Exp: unary(Math.exp),
  Floor: unary(Math.floor),
  Greater: comparison((a, b) => a > b),
  GreaterOrEqual: comparison((a, b) => a >= b),
  Less: comparison((a, b) => a < b),
  LessOrEqual: comparison((a, b) => a <= b),
  Log: unary(Math.log),
  Max: combined((a, b) => Math.max(a, b)),
  Mean: mean,
  Min: combined((a, b) => Math.min(a, b)),
  Mod: mod,
  Mul: combined((a, b) => a * b),
  Neg: unary((x) => -x),
  Not: unary((x) => 1 - x),
  Or: combined((a, b) => Math.max(a, b)),
  Pow: combined((a, b) => a ** b),
  Reciprocal: unary((x) => 1 / x),
  Relu: unary((x) => Math.max(0, x)),
  Round: unary(roundToEven),
  Sign: unary(Math.sign),
  Sin: unary(Math.sin),
  Sqrt: unary(Math.sqrt),
  Sub: combined((a, b) => a - b),
  Sum: combined((a, b) => a + b),
  Tanh: unary(Math.tanh),
  Where: where,
  Xor: combined((a, b) => Number(a !== b)),
};
