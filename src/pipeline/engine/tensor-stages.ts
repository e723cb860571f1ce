/**
 * The stages that make one array of one or more others, with nothing to know but their sizes: both engines run every
 * row of this table alike. A new one is one .wgsl, one twin, one row here, and its name in operations.ts.
 */
import addNoiseWgsl from '../../shaders/add-noise.wgsl';
import blurWgsl from '../../shaders/blur.wgsl';
import channelWeightsWgsl from '../../shaders/channel-weights.wgsl';
import colourMaximumWgsl from '../../shaders/colour-maximum.wgsl';
import { addNoise } from '../../shaders/cpu/add-noise.ts';
import { blur } from '../../shaders/cpu/blur.ts';
import { channelWeights } from '../../shaders/cpu/channel-weights.ts';
import { colourMaximum } from '../../shaders/cpu/colour-maximum.ts';
import { erase } from '../../shaders/cpu/erase.ts';
import { mask } from '../../shaders/cpu/mask.ts';
import { plusPlusWeights } from '../../shaders/cpu/plus-plus-weights.ts';
import { principalMap } from '../../shaders/cpu/principal-map.ts';
import { productSum } from '../../shaders/cpu/product-sum.ts';
import { replacePixels } from '../../shaders/cpu/replace-pixels.ts';
import { scale } from '../../shaders/cpu/scale.ts';
import { weightedSum } from '../../shaders/cpu/weighted-sum.ts';
import { xGradWeights } from '../../shaders/cpu/x-grad-weights.ts';
import eraseWgsl from '../../shaders/erase.wgsl';
import maskWgsl from '../../shaders/mask.wgsl';
import plusPlusWeightsWgsl from '../../shaders/plus-plus-weights.wgsl';
import principalMapWgsl from '../../shaders/principal-map.wgsl';
import productSumWgsl from '../../shaders/product-sum.wgsl';
import replacePixelsWgsl from '../../shaders/replace-pixels.wgsl';
import scaleWgsl from '../../shaders/scale.wgsl';
import laneSum from '../../shaders/shared/lane-sum.wgsl';
import weightedSumWgsl from '../../shaders/weighted-sum.wgsl';
import type { WgslModule } from '../../shaders/wgsl-module.ts';
import xGradWeightsWgsl from '../../shaders/x-grad-weights.wgsl';
import { CamLensError } from '../../errors.ts';
import type { Extent } from './kernel.ts';
import { constantOf, structOf, wordsOf } from './wgsl-layout.ts';

type Dims = readonly number[];
type Numbers = Readonly<Record<string, number>>;
type Arrays = readonly Float32Array[];

/** What is to be done with arrays of these sizes. */
export interface Plan {
  /** Of the result. */
  readonly dims: Dims;
  /** The fields of the shader's uniform struct `Parameters`. */
  readonly parameters: Numbers;
  /** Invocations. */
  readonly outputs: Extent;
  /** 4-byte words of the bindings that only the shader knows: room to work in. */
  readonly scratch?: Numbers;
}

export interface TensorStage {
  readonly wgsl: WgslModule;
  readonly passes: Readonly<Record<string, 'outputs'>>;
  /** The bindings read, in the order in which the arrays are given, and the one written; `parameters` is the third kind. */
  readonly reads: readonly string[];
  readonly writes: string;
  readonly plan: (dims: readonly Dims[], numbers: Numbers) => Plan;
  readonly twin: (arrays: Arrays, parameters: Numbers, plan: Plan) => ArrayLike<number>;
}

const positionsEach = constantOf(weightedSumWgsl, 'positions_each');
const slices = constantOf(productSumWgsl, 'slices');
const channelWords = wordsOf(structOf(principalMapWgsl, 'Channel'));
const lanes = constantOf(laneSum, 'lanes');
/** Values that one workgroup of `principal-map` goes through at most, twice each, so that no GPU takes it for hung. */
const mostIterated = 2 ** 29;

export const tensorStages = {
  'channel-weights': {
    wgsl: channelWeightsWgsl,
    passes: { average: 'outputs' },
    reads: ['gradients'],
    writes: 'weights',
    plan: ([gradients]) => {
      const [pictures, channels, height, width] = dimsOf(gradients, 'gradients');
      return {
        dims: [pictures, channels],
        parameters: { channels: pictures * channels, positions: height * width },
        outputs: [pictures * channels, 1, 1],
      };
    },
    twin: ([gradients], { channels, positions }) => channelWeights(gradients!, channels!, positions!),
  },
  'weighted-sum': {
    wgsl: weightedSumWgsl,
    passes: { sum_channels: 'outputs' },
    reads: ['weights', 'activations'],
    writes: 'maps',
    plan: ([weights, activations]) => {
      const [pictures, channels, height, width] = dimsOf(activations, 'activations');
      expectDims(weights, [pictures, channels], 'weights', activations);
      return {
        dims: [pictures, height, width],
        parameters: { channels, positions: height * width },
        outputs: [Math.ceil((height * width) / positionsEach), 1, pictures],
      };
    },
    twin: ([weights, activations], { channels, positions }, { dims: [pictures] }) =>
      weightedSum(weights!, activations!, pictures!, channels!, positions!),
  },
  'plus-plus-weights': {
    wgsl: plusPlusWeightsWgsl,
    passes: { weigh: 'outputs' },
    reads: ['activations', 'gradients'],
    writes: 'weights',
    plan: weightsPlan,
    twin: ([activations, gradients], { channels, positions }, { dims: [pictures] }) =>
      plusPlusWeights(activations!, gradients!, pictures! * channels!, positions!),
  },
  'x-grad-weights': {
    wgsl: xGradWeightsWgsl,
    passes: { weigh: 'outputs' },
    reads: ['activations', 'gradients'],
    writes: 'weights',
    plan: weightsPlan,
    twin: ([activations, gradients], { channels, positions }, { dims: [pictures] }) =>
      xGradWeights(activations!, gradients!, pictures! * channels!, positions!),
  },
  'product-sum': {
    wgsl: productSumWgsl,
    passes: { sum_products: 'outputs' },
    reads: ['gradients', 'activations'],
    writes: 'maps',
    plan: ([gradients, activations], { rectify = 0 }) => {
      const [pictures, channels, height, width] = dimsOf(activations, 'activations');
      expectDims(gradients, activations ?? [], 'gradients', activations);
      const positions = height * width;
      return {
        dims: [pictures, height, width],
        parameters: { channels, positions, rectify },
        outputs: [positions, slices, pictures],
      };
    },
    twin: ([gradients, activations], { channels, positions, rectify }) =>
      productSum(gradients!, activations!, { channels: channels!, positions: positions!, rectify: rectify === 1 }),
  },
  'principal-map': {
    wgsl: principalMapWgsl,
    passes: { find_principal: 'outputs' },
    reads: ['activations'],
    writes: 'maps',
    plan: ([activations]) => {
      const [pictures, channels, height, width] = dimsOf(activations, 'activations');
      const positions = height * width;
      const iterations = Math.min(Math.max(Math.floor(mostIterated / (channels * positions)), 16), 500);
      return {
        dims: [pictures, height, width],
        parameters: { channels, positions, iterations },
        outputs: [1, 1, pictures],
        scratch: { channels: pictures * channels * channelWords },
      };
    },
    twin: ([activations], { channels, positions }) => principalMap(activations!, channels!, positions!),
  },
  'colour-maximum': {
    wgsl: colourMaximumWgsl,
    passes: { take_largest: 'outputs' },
    reads: ['gradients'],
    writes: 'maps',
    plan: ([gradients]) => {
      const [pictures, channels, height, width] = dimsOf(gradients, 'gradients');
      return {
        dims: [pictures, height, width],
        parameters: { channels, positions: height * width },
        outputs: [height * width, pictures, 1],
      };
    },
    twin: ([gradients], { channels, positions }) => colourMaximum(gradients!, channels!, positions!),
  },
  mask: {
    wgsl: maskWgsl,
    passes: { multiply: 'outputs' },
    reads: ['tensor', 'heatmaps', 'ranges'],
    writes: 'masked',
    plan: ([tensor, heatmaps], { first = 0, step = 0 }) => {
      const [entries, channels, height, width] = dimsOf(tensor, 'tensor');
      const count = heatmaps?.[0] ?? 0;
      expectDims(heatmaps, [count, height, width], 'heatmaps', tensor);
      if (first + (count - 1) * step >= entries)
        throw new CamLensError('internal', 'There are more masks than entries.');
      return {
        dims: [count, channels, height, width],
        parameters: { first, step, channels, positions: height * width },
        outputs: [height * width, channels, count],
      };
    },
    twin: ([tensor, heatmaps, ranges], { first, step, channels, positions }) =>
      mask(tensor!, heatmaps!, ranges!, { first: first!, step: step!, channels: channels!, positions: positions! }),
  },
  erase: {
    wgsl: eraseWgsl,
    passes: { erase: 'outputs' },
    reads: ['tensor', 'boxes'],
    writes: 'erased',
    plan: ([tensor, boxes], { entry = 0 }) => {
      const [copies = 0] = boxes ?? [];
      expectDims(boxes, [copies, 6], 'boxes', tensor);
      const { parameters, ...rest } = copiesPlan(tensor, entry, copies);
      return { ...rest, parameters: { ...parameters, width: tensor?.[3] ?? 0 } };
    },
    twin: ([tensor, boxes], { entry, channels, positions, width }) =>
      erase(tensor!, boxes!, { entry: entry!, channels: channels!, positions: positions!, width: width! }),
  },
  scale: {
    wgsl: scaleWgsl,
    passes: { scale: 'outputs' },
    reads: ['tensor', 'factors'],
    writes: 'scaled',
    plan: ([tensor, factors], { entry = 0 }) => copiesPlan(tensor, entry, factors?.[0] ?? 0),
    twin: ([tensor, factors], { entry, channels, positions }) =>
      scale(tensor!, factors!, { entry: entry!, size: channels! * positions! }),
  },
  'replace-pixels': {
    wgsl: replacePixelsWgsl,
    passes: { replace: 'outputs' },
    reads: ['before', 'after', 'places', 'counts'],
    writes: 'replaced',
    plan: ([before, after, places, counts]) => {
      const [, , height, width] = dimsOf(before, 'pixels before');
      expectDims(after, before ?? [], 'pixels after', before);
      expectDims(places, [height, width], 'places', before);
      const { parameters, ...rest } = copiesPlan(before, 0, counts?.[0] ?? 0);
      return { ...rest, parameters: { channels: parameters.channels!, positions: parameters.positions! } };
    },
    twin: ([before, after, places, counts]) => replacePixels(before!, after!, places!, counts!),
  },
  blur: {
    wgsl: blurWgsl,
    passes: { blur: 'outputs' },
    reads: ['tensor', 'kernel'],
    writes: 'blurred',
    plan: ([tensor, kernel], { entry = 0 }) => {
      const { parameters, ...rest } = copiesPlan(tensor, entry, 1);
      return { ...rest, parameters: { ...parameters, width: tensor?.[3] ?? 0, taps: kernel?.[0] ?? 0 } };
    },
    twin: ([tensor, kernel], { entry, channels, positions, width }) =>
      blur(tensor!, kernel!, { entry: entry!, channels: channels!, positions: positions!, width: width! }),
  },
  'add-noise': {
    wgsl: addNoiseWgsl,
    passes: { add_noise: 'outputs' },
    reads: ['tensor'],
    writes: 'noisy',
    plan: ([tensor], { entry = 0, copies = 0, first = 0, seed = 0, sigma = 0 }) => {
      const { parameters, ...rest } = copiesPlan(tensor, entry, copies);
      return { ...rest, parameters: { ...parameters, first, seed, sigma } };
    },
    twin: ([tensor], { entry, channels, positions, first, seed, sigma }, { dims: [copies] }) =>
      addNoise(tensor!, {
        ...{ entry: entry!, size: channels! * positions!, copies: copies! },
        ...{ first: first!, seed: seed!, sigma: sigma! },
      }),
  },
} as const satisfies Readonly<Record<string, TensorStage>>;

export type TensorStageName = keyof typeof tensorStages;

/** Copies of one entry of a tensor [N, C, H, W]: an invocation for every value of every copy. */
function copiesPlan(tensor: Dims | undefined, entry: number, copies: number): Plan {
  const [entries, channels, height, width] = dimsOf(tensor, 'tensor');
  if (entry >= entries) throw new CamLensError('internal', `There is no entry ${entry}; the tensor has ${entries}.`);
  return {
    dims: [copies, channels, height, width],
    parameters: { entry, channels, positions: height * width },
    outputs: [height * width, channels, copies],
  };
}

/** For a weight per channel that comes of activations and gradients. */
function weightsPlan([activations, gradients]: readonly Dims[]): Plan {
  const [pictures, channels, height, width] = dimsOf(activations, 'activations');
  expectDims(gradients, activations ?? [], 'gradients', activations);
  return {
    dims: [pictures, channels],
    parameters: { channels, positions: height * width },
    outputs: [lanes, channels, pictures],
  };
}

function dimsOf(dims: Dims | undefined, what: string): [number, number, number, number] {
  if (dims?.length === 4) return dims as unknown as [number, number, number, number];
  throw new CamLensError('internal', `The ${what} are [N, C, H, W], but these are [${dims?.join(', ')}].`);
}

function expectDims(dims: Dims | undefined, expected: Dims, what: string, other: Dims | undefined): void {
  if (dims?.join() === expected.join()) return;
  throw new CamLensError('internal', `The ${what} [${dims?.join(', ')}] do not fit [${other?.join(', ')}].`);
}
