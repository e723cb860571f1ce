/**
 * The stages that make one array of one or more others, with nothing to know but their sizes: both engines run every
 * row of this table alike. A new one is one .wgsl, one reference, one row here, in
 * stage-parameters.ts and in chain/tensor-stages.ts, and its name in operations.ts.
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
import xGradWeightsWgsl from '../../shaders/x-grad-weights.wgsl';
import { CamLensError } from '../../errors.ts';
import type { TensorStageName } from '../chain/tensor-stages.ts';
import { dimsOf, expectDims } from '../invariants.ts';
import type { ParametersOf } from './stage-parameters.ts';
import type { Dims, Plan, Row, TensorStage } from './tensor-stage.ts';
import { constantOf, structOf, wordsOf } from './wgsl-layout.ts';

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
      const [pictures, channels, height, width] = planesOf(gradients, 'gradients');
      return {
        dims: [pictures, channels],
        parameters: { channels: pictures * channels, positions: height * width },
        outputs: [pictures * channels, 1, 1],
      };
    },
    reference: ([gradients], { channels, positions }) => channelWeights(gradients, channels, positions),
  },
  'weighted-sum': {
    wgsl: weightedSumWgsl,
    passes: { sum_channels: 'outputs' },
    reads: ['weights', 'activations'],
    writes: 'maps',
    plan: ([weights, activations]) => {
      const [pictures, channels, height, width] = planesOf(activations, 'activations');
      expectDims(weights, [pictures, channels], 'weights', activations);
      return {
        dims: [pictures, height, width],
        parameters: { channels, positions: height * width },
        outputs: [Math.ceil((height * width) / positionsEach), 1, pictures],
      };
    },
    reference: ([weights, activations], { channels, positions }, { dims: [pictures] }) =>
      weightedSum(weights, activations, pictures!, channels, positions),
  },
  'plus-plus-weights': {
    wgsl: plusPlusWeightsWgsl,
    passes: { weigh: 'outputs' },
    reads: ['activations', 'gradients'],
    writes: 'weights',
    plan: weightsPlan,
    reference: ([activations, gradients], { channels, positions }, { dims: [pictures] }) =>
      plusPlusWeights(activations, gradients, pictures! * channels, positions),
  },
  'x-grad-weights': {
    wgsl: xGradWeightsWgsl,
    passes: { weigh: 'outputs' },
    reads: ['activations', 'gradients'],
    writes: 'weights',
    plan: weightsPlan,
    reference: ([activations, gradients], { channels, positions }, { dims: [pictures] }) =>
      xGradWeights(activations, gradients, pictures! * channels, positions),
  },
  'product-sum': {
    wgsl: productSumWgsl,
    passes: { sum_products: 'outputs' },
    reads: ['gradients', 'activations'],
    writes: 'maps',
    plan: ([gradients, activations], { rectify }) => {
      const [pictures, channels, height, width] = planesOf(activations, 'activations');
      expectDims(gradients, activations, 'gradients', activations);
      const positions = height * width;
      return {
        dims: [pictures, height, width],
        parameters: { channels, positions, rectify },
        outputs: [positions, slices, pictures],
      };
    },
    reference: ([gradients, activations], { channels, positions, rectify }) =>
      productSum(gradients, activations, { channels, positions, rectify: rectify === 1 }),
  },
  'principal-map': {
    wgsl: principalMapWgsl,
    passes: { find_principal: 'outputs' },
    reads: ['activations'],
    writes: 'maps',
    plan: ([activations]) => {
      const [pictures, channels, height, width] = planesOf(activations, 'activations');
      const positions = height * width;
      const iterations = Math.min(Math.max(Math.floor(mostIterated / (channels * positions)), 16), 500);
      return {
        dims: [pictures, height, width],
        parameters: { channels, positions, iterations },
        outputs: [1, 1, pictures],
        scratch: { channels: pictures * channels * channelWords },
      };
    },
    reference: ([activations], { channels, positions }) => principalMap(activations, channels, positions),
  },
  'colour-maximum': {
    wgsl: colourMaximumWgsl,
    passes: { take_largest: 'outputs' },
    reads: ['gradients'],
    writes: 'maps',
    plan: ([gradients]) => {
      const [pictures, channels, height, width] = planesOf(gradients, 'gradients');
      return {
        dims: [pictures, height, width],
        parameters: { channels, positions: height * width },
        outputs: [height * width, pictures, 1],
      };
    },
    reference: ([gradients], { channels, positions }) => colourMaximum(gradients, channels, positions),
  },
  mask: {
    wgsl: maskWgsl,
    passes: { multiply: 'outputs' },
    reads: ['tensor', 'heatmaps', 'ranges'],
    writes: 'masked',
    plan: ([tensor, heatmaps, ranges], { first, step }) => {
      const [entries, channels, height, width] = planesOf(tensor, 'tensor');
      const [count] = dimsOf(heatmaps, ['N', 'H', 'W'], 'heatmaps');
      expectDims(heatmaps, [count, height, width], 'heatmaps', tensor);
      expectDims(ranges, [count, 2], 'ranges', heatmaps);
      if (first + (count - 1) * step >= entries)
        throw new CamLensError('internal', 'There are more masks than entries.');
      return {
        dims: [count, channels, height, width],
        parameters: { first, step, channels, positions: height * width },
        outputs: [height * width, channels, count],
      };
    },
    reference: ([tensor, heatmaps, ranges], { first, step, channels, positions }) =>
      mask(tensor, heatmaps, ranges, { first, step, channels, positions }),
  },
  erase: {
    wgsl: eraseWgsl,
    passes: { erase: 'outputs' },
    reads: ['tensor', 'boxes'],
    writes: 'erased',
    plan: ([tensor, boxes], { entry }) => {
      const [copies] = dimsOf(boxes, ['N', '6'], 'boxes');
      expectDims(boxes, [copies, 6], 'boxes', tensor);
      const { parameters, ...rest } = copiesPlan(tensor, entry, copies);
      return { ...rest, parameters: { ...parameters, width: widthOf(tensor) } };
    },
    reference: ([tensor, boxes], { entry, channels, positions, width }) =>
      erase(tensor, boxes, { entry, channels, positions, width }),
  },
  scale: {
    wgsl: scaleWgsl,
    passes: { scale: 'outputs' },
    reads: ['tensor', 'factors'],
    writes: 'scaled',
    plan: ([tensor, factors], { entry }) => {
      const [copies] = dimsOf(factors, ['N'], 'factors');
      return copiesPlan(tensor, entry, copies);
    },
    reference: ([tensor, factors], { entry, channels, positions }) =>
      scale(tensor, factors, { entry, size: channels * positions }),
  },
  'replace-pixels': {
    wgsl: replacePixelsWgsl,
    passes: { replace: 'outputs' },
    reads: ['before', 'after', 'places', 'counts'],
    writes: 'replaced',
    plan: ([before, after, places, counts]) => {
      const [, , height, width] = planesOf(before, 'pixels before');
      expectDims(after, before, 'pixels after', before);
      expectDims(places, [height, width], 'places', before);
      const [copies] = dimsOf(counts, ['N'], 'counts');
      const { parameters, ...rest } = copiesPlan(before, 0, copies);
      return { ...rest, parameters: { channels: parameters.channels, positions: parameters.positions } };
    },
    reference: ([before, after, places, counts]) => replacePixels(before, after, places, counts),
  },
  blur: {
    wgsl: blurWgsl,
    passes: { blur: 'outputs' },
    reads: ['tensor', 'kernel'],
    writes: 'blurred',
    plan: ([tensor, kernel], { entry }) => {
      const [taps] = dimsOf(kernel, ['N'], 'weights of a kernel');
      const { parameters, ...rest } = copiesPlan(tensor, entry, 1);
      return { ...rest, parameters: { ...parameters, width: widthOf(tensor), taps } };
    },
    reference: ([tensor, kernel], { entry, channels, positions, width }) =>
      blur(tensor, kernel, { entry, channels, positions, width }),
  },
  'add-noise': {
    wgsl: addNoiseWgsl,
    passes: { add_noise: 'outputs' },
    reads: ['tensor'],
    writes: 'noisy',
    plan: ([tensor], { entry, copies, first, seed, sigma }) => {
      const { parameters, ...rest } = copiesPlan(tensor, entry, copies);
      return { ...rest, parameters: { ...parameters, first, seed, sigma } };
    },
    reference: ([tensor], { entry, channels, positions, first, seed, sigma }, { dims: [copies] }) =>
      addNoise(tensor, {
        ...{ entry, size: channels * positions, copies: copies! },
        ...{ first, seed, sigma },
      }),
  },
} as const satisfies { readonly [Name in TensorStageName]: Row<Name> };

export function tensorStage(name: TensorStageName): TensorStage {
  return tensorStages[name] as unknown as TensorStage;
}

/** Copies of one entry of a tensor [N, C, H, W]: an invocation for every value of every copy. */
function copiesPlan(tensor: Dims, entry: number, copies: number): Plan<ParametersOf<'scale'>> {
  const [entries, channels, height, width] = planesOf(tensor, 'tensor');
  if (entry >= entries) throw new CamLensError('internal', `There is no entry ${entry}; the tensor has ${entries}.`);
  return {
    dims: [copies, channels, height, width],
    parameters: { entry, channels, positions: height * width },
    outputs: [height * width, channels, copies],
  };
}

/** For a weight per channel that comes of activations and gradients. */
function weightsPlan([activations, gradients]: readonly [Dims, Dims]): Plan<ParametersOf<'x-grad-weights'>> {
  const [pictures, channels, height, width] = planesOf(activations, 'activations');
  expectDims(gradients, activations, 'gradients', activations);
  return {
    dims: [pictures, channels],
    parameters: { channels, positions: height * width },
    outputs: [lanes, channels, pictures],
  };
}

function planesOf(dims: Dims, what: string): readonly [number, number, number, number] {
  return dimsOf(dims, ['N', 'C', 'H', 'W'], what);
}

function widthOf(tensor: Dims): number {
  return planesOf(tensor, 'tensor')[3];
}
