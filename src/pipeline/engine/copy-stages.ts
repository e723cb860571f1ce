/**
 * The stages that make altered copies of an entry of a tensor, rows of the table in tensor-stages.ts: the inputs on which slow
 * methods and measures run the network.
 */
import addNoiseWgsl from '../../shaders/add-noise.wgsl';
import blurWgsl from '../../shaders/blur.wgsl';
import { addNoise } from './cpu/add-noise.ts';
import { blur } from './cpu/blur.ts';
import { erase } from './cpu/erase.ts';
import { impute } from './cpu/impute.ts';
import { replacePixels } from './cpu/replace-pixels.ts';
import { scale } from './cpu/scale.ts';
import eraseWgsl from '../../shaders/erase.wgsl';
import imputeWgsl from '../../shaders/impute.wgsl';
import replacePixelsWgsl from '../../shaders/replace-pixels.wgsl';
import scaleWgsl from '../../shaders/scale.wgsl';
import groupTotals from '../../shaders/shared/group-totals.wgsl';
import { CamLensError } from '../../errors.ts';
import type { TensorStageName } from '../chain/tensor-stages.ts';
import { dimsOf, expectDims } from '../invariants.ts';
import type { ParametersOf } from './stage-parameters.ts';
import type { Dims, Plan, Row } from './tensor-stage.ts';
import { constantOf, structOf, wordsOf } from './wgsl-layout.ts';

const stepWords = wordsOf(structOf(imputeWgsl, 'Step'));
const groupSize = constantOf(groupTotals, 'invocations');

type CopyStageName = Extract<TensorStageName, 'erase' | 'scale' | 'replace-pixels' | 'impute' | 'blur' | 'add-noise'>;

export const copyStages = {
  erase: {
    wgsl: eraseWgsl,
    dispatches: { erase: 'outputs' },
    reads: ['tensor', 'boxes'],
    writes: 'erased',
    plan: ([tensor, boxes], { entry }) => {
      const [copies] = dimsOf(boxes, ['N', '6'], 'boxes');
      expectDims(boxes, [copies, 6], 'boxes', tensor);
      const { parameters, ...rest } = copiesPlan(tensor, entry, copies);
      return { ...rest, parameters: { ...parameters, width: widthOf(tensor) } };
    },
    cpu: ([tensor, boxes], { entry, channels, positions, width }) =>
      erase(tensor, boxes, { entry, channels, positions, width }),
  },
  scale: {
    wgsl: scaleWgsl,
    dispatches: { scale: 'outputs' },
    reads: ['tensor', 'factors'],
    writes: 'scaled',
    plan: ([tensor, factors], { entry }) => {
      const [copies] = dimsOf(factors, ['N'], 'factors');
      return copiesPlan(tensor, entry, copies);
    },
    cpu: ([tensor, factors], { entry, channels, positions }) =>
      scale(tensor, factors, { entry, size: channels * positions }),
  },
  'replace-pixels': {
    wgsl: replacePixelsWgsl,
    dispatches: { replace: 'outputs' },
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
    cpu: ([before, after, places, counts]) => replacePixels(before, after, places, counts),
  },
  impute: {
    wgsl: imputeWgsl,
    dispatches: { impute: 'outputs' },
    reads: ['image', 'noise', 'places', 'counts'],
    writes: 'imputed',
    plan: ([image, noise, places, counts]) => {
      const [, , height, width] = planesOf(image, 'image');
      expectDims(noise, image, 'noise', image);
      expectDims(places, [height, width], 'places', image);
      const [copies] = dimsOf(counts, ['N'], 'counts');
      const { dims, parameters } = copiesPlan(image, 0, copies);
      const { channels, positions } = parameters;
      return {
        dims,
        // As many as the widest hole needs, several times over.
        parameters: { channels, positions, width, iterations: 8 * (height + width) },
        outputs: [groupSize, channels, copies],
        scratch: { steps: copies * channels * positions * stepWords },
      };
    },
    cpu: ([image, noise, places, counts], { width, iterations }) =>
      impute(image, noise, places, counts, { width, iterations }),
  },
  blur: {
    wgsl: blurWgsl,
    dispatches: { blur: 'outputs' },
    reads: ['tensor', 'kernel'],
    writes: 'blurred',
    plan: ([tensor, kernel], { entry }) => {
      const [taps] = dimsOf(kernel, ['N'], 'weights of a kernel');
      const { parameters, ...rest } = copiesPlan(tensor, entry, 1);
      return { ...rest, parameters: { ...parameters, width: widthOf(tensor), taps } };
    },
    cpu: ([tensor, kernel], { entry, channels, positions, width }) =>
      blur(tensor, kernel, { entry, channels, positions, width }),
  },
  'add-noise': {
    wgsl: addNoiseWgsl,
    dispatches: { add_noise: 'outputs' },
    reads: ['tensor'],
    writes: 'noisy',
    plan: ([tensor], { entry, copies, first, seed, sigma }) => {
      const { parameters, ...rest } = copiesPlan(tensor, entry, copies);
      return { ...rest, parameters: { ...parameters, first, seed, sigma } };
    },
    cpu: ([tensor], { entry, channels, positions, first, seed, sigma }, { dims: [copies] }) =>
      addNoise(tensor, {
        ...{ entry, size: channels * positions, copies: copies! },
        ...{ first, seed, sigma },
      }),
  },
} as const satisfies { readonly [Name in CopyStageName]: Row<Name> };

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

function planesOf(dims: Dims, what: string): readonly [number, number, number, number] {
  return dimsOf(dims, ['N', 'C', 'H', 'W'], what);
}

function widthOf(tensor: Dims): number {
  return planesOf(tensor, 'tensor')[3];
}
