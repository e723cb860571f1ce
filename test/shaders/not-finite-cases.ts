/**
 * Every stage that makes maps or weights of what the network gives, and floats that are no finite numbers, as bits. What makes
 * copies of one picture (`impute`, for example) is not among them: it has no other pictures to spoil. What it does with NaN is
 * tested in copies-stages.ts.
 */
import type { TensorStageName } from '../../src/pipeline/chain/tensor-stages.ts';
import { randomFrom, randomValues } from '../support/random.ts';

export const notFinite = {
  NaN: 0x7fc00000,
  'NaN with a sign': 0xffc00000,
  'a signalling NaN': 0x7f800001,
  infinity: 0x7f800000,
  'minus infinity': 0xff800000,
} as const;

export const [pictures, channels, height, width] = [3, 19, 7, 5];
const full = [pictures, channels, height, width];

interface StageCase {
  readonly stage: TensorStageName;
  /** Of the arrays that the stage reads, in order. */
  readonly dims: readonly (readonly number[])[];
  readonly numbers?: Readonly<Record<string, number>>;
}

export const stageCases: readonly StageCase[] = [
  { stage: 'channel-weights', dims: [full] },
  { stage: 'weighted-sum', dims: [[pictures, channels], full] },
  { stage: 'plus-plus-weights', dims: [full, full] },
  { stage: 'x-grad-weights', dims: [full, full] },
  { stage: 'product-sum', dims: [full, full], numbers: { rectify: 0 } },
  { stage: 'product-sum', dims: [full, full], numbers: { rectify: 1 } },
  { stage: 'product-sum', dims: [full, full], numbers: { rectify: 2 } },
  {
    stage: 'clear-cancelled',
    dims: [
      [pictures, height, width],
      [pictures, height, width],
    ],
    numbers: { share: 100 },
  },
  { stage: 'principal-map', dims: [full] },
  { stage: 'colour-maximum', dims: [full] },
  { stage: 'unit-vectors', dims: [full, [pictures, channels]] },
  { stage: 'halve', dims: [full], numbers: { height: 4, width: 3 } },
  { stage: 'vote', dims: [full, full, [pictures, 2, height, width]] },
  { stage: 'clamp', dims: [full], numbers: { low: 0, high: 1 } },
  { stage: 'guided-coefficients', dims: [[pictures, 3, height, width], full], numbers: { radius: 1, epsilon: 1 } },
  {
    stage: 'guided-means',
    dims: [
      [pictures, 3, height, width],
      [pictures, 8, height, width],
    ],
    numbers: { radius: 1 },
  },
  { stage: 'mask', dims: [full, [pictures, height, width], [pictures, 2]], numbers: { first: 0, step: 1 } },
];

/** Positive numbers, so that no ReLU is in their way; the middle picture's part of one array holds the float once. */
export function arraysWith({ dims }: StageCase, spoiled: number, bits: number): Float32Array<ArrayBuffer>[] {
  const random = randomFrom(3);
  return dims.map((shape, i) => {
    const count = shape.reduce((product, dim) => product * dim, 1);
    const values = Float32Array.from(randomValues(count, 1, random), (value) => Math.abs(value) + 0.1);
    // A range: from 0 to 1.
    if (shape.length === 2 && shape[1] === 2) values.forEach((_, at) => (values[at] = at % 2));
    const part = count / pictures;
    if (i === spoiled) new Uint32Array(values.buffer)[Math.floor(1.4 * part)] = bits;
    return values;
  });
}
