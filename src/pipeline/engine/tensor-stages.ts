/**
 * The stages that make one array of one or more others, with nothing to know but their sizes: both engines run every
 * row of this table alike. A new one is one .wgsl, one file in cpu/, one row here, in
 * stage-parameters.ts and in chain/tensor-stages.ts, and its name in operations.ts.
 */
import channelWeightsWgsl from '../../shaders/channel-weights.wgsl';
import clearCancelledWgsl from '../../shaders/clear-cancelled.wgsl';
import colourMaximumWgsl from '../../shaders/colour-maximum.wgsl';
import { channelWeights } from './cpu/channel-weights.ts';
import { clearCancelled } from './cpu/clear-cancelled.ts';
import { colourMaximum } from './cpu/colour-maximum.ts';
import { mask } from './cpu/mask.ts';
import { plusPlusWeights } from './cpu/plus-plus-weights.ts';
import { principalMap } from './cpu/principal-map.ts';
import { productSum } from './cpu/product-sum.ts';
import { weightedSum } from './cpu/weighted-sum.ts';
import { xGradWeights } from './cpu/x-grad-weights.ts';
import maskWgsl from '../../shaders/mask.wgsl';
import plusPlusWeightsWgsl from '../../shaders/plus-plus-weights.wgsl';
import principalMapWgsl from '../../shaders/principal-map.wgsl';
import productSumWgsl from '../../shaders/product-sum.wgsl';
import groupTotals from '../../shaders/shared/group-totals.wgsl';
import laneSum from '../../shaders/shared/lane-sum.wgsl';
import weightedSumWgsl from '../../shaders/weighted-sum.wgsl';
import xGradWeightsWgsl from '../../shaders/x-grad-weights.wgsl';
import { CamLensError } from '../../errors.ts';
import type { TensorStageName } from '../chain/tensor-stages.ts';
import { dimsOf, expectDims } from '../invariants.ts';
import { copyStages } from './copy-stages.ts';
import { refineStages } from './refine-stages.ts';
import type { ParametersOf } from './stage-parameters.ts';
import type { Dims, Plan, Row, TensorStage } from './tensor-stage.ts';
import { constantOf, structOf, wordsOf } from './wgsl-layout.ts';

const positionsEach = constantOf(weightedSumWgsl, 'positions_each');
const slices = constantOf(productSumWgsl, 'slices');
const groupSize = constantOf(groupTotals, 'invocations');
const channelWords = wordsOf(structOf(principalMapWgsl, 'Channel'));
const lanes = constantOf(laneSum, 'lanes');
/** Values that one workgroup of `principal-map` goes through at most, twice each, so that no GPU takes it for hung. */
const mostIterated = 2 ** 29;

export const tensorStages = {
  'channel-weights': {
    wgsl: channelWeightsWgsl,
    dispatches: { average: 'outputs' },
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
    cpu: ([gradients], { channels, positions }) => channelWeights(gradients, channels, positions),
  },
  'weighted-sum': {
    wgsl: weightedSumWgsl,
    dispatches: { sum_channels: 'outputs' },
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
    cpu: ([weights, activations], { channels, positions }, { dims: [pictures] }) =>
      weightedSum(weights, activations, pictures!, channels, positions),
  },
  'plus-plus-weights': {
    wgsl: plusPlusWeightsWgsl,
    dispatches: { weigh: 'outputs' },
    reads: ['activations', 'gradients'],
    writes: 'weights',
    plan: weightsPlan,
    cpu: ([activations, gradients], { channels, positions }, { dims: [pictures] }) =>
      plusPlusWeights(activations, gradients, pictures! * channels, positions),
  },
  'x-grad-weights': {
    wgsl: xGradWeightsWgsl,
    dispatches: { weigh: 'outputs' },
    reads: ['activations', 'gradients'],
    writes: 'weights',
    plan: weightsPlan,
    cpu: ([activations, gradients], { channels, positions }, { dims: [pictures] }) =>
      xGradWeights(activations, gradients, pictures! * channels, positions),
  },
  'product-sum': {
    wgsl: productSumWgsl,
    dispatches: { sum_products: 'outputs' },
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
    cpu: ([gradients, activations], { channels, positions, rectify }) =>
      productSum(gradients, activations, { channels, positions, rectify }),
  },
  'clear-cancelled': {
    wgsl: clearCancelledWgsl,
    dispatches: { clear: 'outputs' },
    reads: ['maps', 'positives'],
    writes: 'cleared',
    plan: ([maps, positives], { share }) => {
      const [pictures, height, width] = dimsOf(maps, ['N', 'H', 'W'], 'maps');
      expectDims(positives, maps, 'sums of positive terms', maps);
      return { dims: maps, parameters: { positions: height * width, share }, outputs: [pictures * groupSize, 1, 1] };
    },
    cpu: ([maps, positives], { positions, share }) =>
      clearCancelled(maps, positives, { positions, share: Math.fround(share) }),
  },
  'principal-map': {
    wgsl: principalMapWgsl,
    dispatches: { find_principal: 'outputs' },
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
    cpu: ([activations], { channels, positions }) => principalMap(activations, channels, positions),
  },
  'colour-maximum': {
    wgsl: colourMaximumWgsl,
    dispatches: { take_largest: 'outputs' },
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
    cpu: ([gradients], { channels, positions }) => colourMaximum(gradients, channels, positions),
  },
  mask: {
    wgsl: maskWgsl,
    dispatches: { multiply: 'outputs' },
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
    cpu: ([tensor, heatmaps, ranges], { first, step, channels, positions }) =>
      mask(tensor, heatmaps, ranges, { first, step, channels, positions }),
  },
  ...copyStages,
  ...refineStages,
} as const satisfies { readonly [Name in TensorStageName]: Row<Name> };

export function tensorStage(name: TensorStageName): TensorStage {
  return tensorStages[name] as unknown as TensorStage;
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
