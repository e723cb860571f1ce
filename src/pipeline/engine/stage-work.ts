/**
 * The minimum work of each stage, however it is implemented: the bytes that it must read and write once, and the
 * arithmetic operations (a multiply-add is 2) that its definition requires. Benchmarks compare measured times with it.
 */
import type { NumbersOf, TensorStageName } from '../chain/tensor-stages.ts';
import type { StageName } from './stage-names.ts';
import type { ParametersOf } from './stage-parameters.ts';
import type { Dims } from './tensor-stage.ts';
import { tensorStage } from './tensor-stages.ts';

export interface StageWork {
  readonly bytes: number;
  readonly operations: number;
}

/** Numbers of values in the arrays that a stage reads and in the one that it makes. */
interface Values {
  readonly taken: readonly number[];
  readonly made: number;
}

type Operations<Name extends TensorStageName> = (parameters: ParametersOf<Name>, values: Values) => number;

const perValueTaken =
  (operations: number) =>
  (_: object, { taken: [first = 0] }: Values): number =>
    operations * first;
const perValueMade =
  (operations: number) =>
  (_: object, { made }: Values): number =>
    operations * made;

/** Bilinear interpolation: three times a + t·(b − a). */
const interpolation = 9;

const tensorOperations: { readonly [Name in TensorStageName]: Operations<Name> } = {
  'channel-weights': perValueTaken(1),
  'weighted-sum': (_, { taken: [, activations = 0] }) => 2 * activations,
  // g², g³, S·g³, 2·g², two sums, the quotient, ReLU, the product and its sum; S itself.
  'plus-plus-weights': perValueTaken(11),
  'x-grad-weights': perValueTaken(3),
  'product-sum': perValueTaken(2),
  // The extremes of both arrays.
  'clear-cancelled': perValueTaken(2),
  // Centring, and one projection there and back; how often it is repeated depends on the values.
  'principal-map': perValueTaken(6),
  'colour-maximum': perValueTaken(2),
  mask: (_, { taken: [, heatmaps = 0], made }) => 2 * heatmaps + made,
  erase: () => 0,
  scale: perValueMade(1),
  'replace-pixels': perValueMade(1),
  // One look at all neighbours; how often it is repeated depends on the values.
  impute: perValueMade(17),
  // Across, then down.
  blur: ({ taps }, { made }) => 4 * taps * made,
  // Box and Muller's logarithm, root, cosine and their products, scaled and added.
  'add-noise': perValueMade(8),
  'unit-vectors': perValueTaken(4),
  halve: perValueMade(9),
  // Likeness is mutual: each pair of places is compared once, and counts for both.
  vote: ({ fine_channels, coarse_channels, positions, maps }, { made }) =>
    (made / maps) * positions * (fine_channels + coarse_channels + 2 * (maps + 1)),
  clamp: perValueMade(2),
  'cap-at-median': perValueTaken(2),
  // Means of colours, their products, map and map times colours by running sums (4 each); a solution of 3 × 3 per map.
  'guided-coefficients': ({ maps }, { made }) => (made / (4 * maps)) * (4 * (9 + 4 * maps) + 50 * maps),
  'guided-means': perValueMade(22),
};

/** The quantities that the work of other stages depends on; each stage uses some of them. */
export interface StageLoad {
  /** Heatmaps, or masks: one per heatmap and threshold. */
  readonly items: number;
  readonly mapValues: number;
  readonly heatmapPixels: number;
  /** Pixels of all masks. */
  readonly maskPixels: number;
  /** Runs of set pixels in the rows of all masks. */
  readonly runs: number;
  /** Pixels of the original pictures. */
  readonly picturePixels: number;
  /** Pixels of the results: the network's input or a canvas. */
  readonly madePixels: number;
}

const otherWork: Readonly<Record<Exclude<StageName, TensorStageName>, (load: StageLoad) => StageWork>> = {
  // Three colours; each pixel has a share in two columns, each sum of a row in two rows.
  preprocess: ({ picturePixels, madePixels }) => ({
    bytes: 4 * picturePixels + 12 * madePixels,
    operations: 12 * picturePixels + 12 * madePixels,
  }),
  // And the extremes.
  upsample: ({ mapValues, heatmapPixels }) => ({
    bytes: 4 * mapValues + 4 * heatmapPixels,
    operations: (interpolation + 2) * heatmapPixels,
  }),
  'find-ranges': ({ items }) => ({ bytes: 16 * items, operations: 2 * items }),
  // Sums of all and of those inside boxes, and the highest.
  pointing: ({ items, heatmapPixels }) => ({ bytes: 4 * heatmapPixels + 16 * items, operations: 5 * heatmapPixels }),
  threshold: ({ heatmapPixels, maskPixels }) => ({
    bytes: 4 * heatmapPixels + maskPixels / 8,
    operations: 2 * heatmapPixels + maskPixels,
  }),
  components: ({ maskPixels, runs }) => ({ bytes: maskPixels / 8 + 4 * runs, operations: 0 }),
  boxes: ({ maskPixels, runs }) => ({ bytes: maskPixels / 8 + 4 * runs, operations: 0 }),
  // The picture as floats, the heatmap, the canvas; normalised, then three colours mixed and rounded.
  blend: ({ heatmapPixels, madePixels }) => ({
    bytes: 4 * heatmapPixels + 12 * madePixels + 4 * madePixels,
    operations: (interpolation + 2 + 15) * madePixels,
  }),
};

export function workOf(stage: Exclude<StageName, TensorStageName>, load: StageLoad): StageWork {
  return otherWork[stage](load);
}

/** The work of stages that make one array from others. */
export function tensorWorkOf<Name extends TensorStageName>(
  stage: Name,
  dims: readonly Dims[],
  numbers: NumbersOf<Name>,
): StageWork {
  const { dims: resultDims, parameters } = tensorStage(stage).plan(dims, numbers);
  const made = sizeOf(resultDims);
  const taken = dims.map((each, i) => (i === 0 ? firstTaken(each, parameters, made) : sizeOf(each)));
  const operations = tensorOperations[stage](parameters, { taken, made });
  return { bytes: 4 * (taken.reduce((sum, each) => sum + each, 0) + made), operations };
}

/** Stages that copy an entry of an array read only that entry; `mask` reads one per result, or one for all. */
function firstTaken(dims: Dims, parameters: Readonly<Record<string, number>>, made: number): number {
  const { entry, step } = parameters;
  if (entry !== undefined || step === 0) return sizeOf(dims) / (dims[0] ?? 1);
  return step === undefined ? sizeOf(dims) : made;
}

function sizeOf(dims: Dims): number {
  return dims.reduce((product, dim) => product * dim, 1);
}
