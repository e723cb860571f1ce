/** The stages that refine maps: rows of the table in tensor-stages.ts. Their use is described in recipe/refine/. */
import capAtMedianWgsl from '../../shaders/cap-at-median.wgsl';
import clampWgsl from '../../shaders/clamp.wgsl';
import { capAtMedian } from './cpu/cap-at-median.ts';
import { clamp } from './cpu/clamp.ts';
import { halve } from './cpu/halve.ts';
import guidedCoefficientsWgsl from '../../shaders/guided-coefficients.wgsl';
import guidedMeansWgsl from '../../shaders/guided-means.wgsl';
import groupTotals from '../../shaders/shared/group-totals.wgsl';
import halveWgsl from '../../shaders/halve.wgsl';
import unitVectorsWgsl from '../../shaders/unit-vectors.wgsl';
import voteWgsl from '../../shaders/vote.wgsl';
import type { TensorStageName } from '../chain/tensor-stages.ts';
import { dimsOf, expectDims } from '../invariants.ts';
import { guidedCoefficients } from './cpu/guided-coefficients.ts';
import { guidedMeans } from './cpu/guided-means.ts';
import { unitVectors } from './cpu/unit-vectors.ts';
import { vote } from './cpu/vote.ts';
import type { Row } from './tensor-stage.ts';
import { constantOf } from './wgsl-layout.ts';

const nchw = ['N', 'C', 'H', 'W'] as const;
const tileSide = constantOf(voteWgsl, 'side');
const tileLanes = constantOf(voteWgsl, 'lanes');
const lanes = constantOf(unitVectorsWgsl, 'slices');
const capInvocations = constantOf(groupTotals, 'invocations');

export const refineStages = {
  'unit-vectors': {
    wgsl: unitVectorsWgsl,
    dispatches: { divide: 'outputs' },
    reads: ['tensor', 'origins'],
    writes: 'vectors',
    plan: ([tensor, origins]) => {
      const [pictures, channels, height, width] = dimsOf(tensor, nchw, 'features');
      expectDims(origins, [pictures, channels], 'origins', tensor);
      const positions = height * width;
      return { dims: tensor, parameters: { channels, positions }, outputs: [positions, lanes, pictures] };
    },
    cpu: ([tensor, origins], { channels, positions }) => unitVectors(tensor, origins, channels, positions),
  },
  halve: {
    wgsl: halveWgsl,
    dispatches: { halve: 'outputs' },
    reads: ['tensor'],
    writes: 'halved',
    plan: ([tensor], half) => {
      const [pictures, channels, height, width] = dimsOf(tensor, nchw, 'features');
      return {
        dims: [pictures, channels, half.height, half.width],
        parameters: { channels, width, height, half_width: half.width, half_height: half.height },
        outputs: [half.width * half.height, channels, pictures],
      };
    },
    cpu: ([tensor], { width, height, half_width, half_height }) =>
      halve(tensor, { width, height }, { width: half_width, height: half_height }),
  },
  vote: {
    wgsl: voteWgsl,
    dispatches: { compare: 'outputs', count: 'outputs' },
    reads: ['fine', 'coarse', 'seeds'],
    writes: 'votes',
    plan: ([fine, coarse, seeds]) => {
      const [pictures, maps, height, width] = dimsOf(seeds, nchw, 'seeds');
      const [, fine_channels] = dimsOf(fine, nchw, 'features');
      const [, coarse_channels] = dimsOf(coarse, nchw, 'features');
      expectDims(fine, [pictures, fine_channels, height, width], 'features', seeds);
      expectDims(coarse, [pictures, coarse_channels, height, width], 'features', seeds);
      const positions = height * width;
      const tiles = Math.ceil(positions / tileSide);
      return {
        dims: seeds,
        parameters: { fine_channels, coarse_channels, positions, maps },
        outputs: [tiles * tileLanes, tiles * tileLanes, pictures],
        scratch: { sums: pictures * tiles * (maps + 1) * positions },
      };
    },
    cpu: ([fine, coarse, seeds], { positions }, { dims: [pictures] }) =>
      vote([fine, coarse], seeds, { pictures: pictures!, positions }),
  },
  clamp: {
    wgsl: clampWgsl,
    dispatches: { hold: 'outputs' },
    reads: ['tensor'],
    writes: 'clamped',
    plan: ([tensor], { low, high }) => {
      const [pictures, channels, height, width] = dimsOf(tensor, nchw, 'values');
      const positions = height * width;
      return {
        dims: tensor,
        parameters: { channels, positions, low, high },
        outputs: [positions, channels, pictures],
      };
    },
    cpu: ([tensor], { low, high }) => clamp(tensor, low, high),
  },
  'cap-at-median': {
    wgsl: capAtMedianWgsl,
    dispatches: { cap: 'outputs' },
    reads: ['maps', 'seeds'],
    writes: 'capped',
    plan: ([maps, seeds], { core }) => {
      const [pictures, count, height, width] = dimsOf(maps, nchw, 'maps');
      expectDims(seeds, maps, 'seeds', maps);
      return {
        dims: maps,
        parameters: { positions: height * width, core },
        outputs: [pictures * count * capInvocations, 1, 1],
      };
    },
    cpu: ([maps, seeds], { positions, core }) => capAtMedian(maps, seeds, { positions, core: Math.fround(core) }),
  },
  'guided-coefficients': {
    wgsl: guidedCoefficientsWgsl,
    dispatches: { fit: 'outputs' },
    reads: ['guide', 'maps'],
    writes: 'coefficients',
    plan: ([guide, given], { radius, epsilon }) => {
      const [pictures, maps, height, width] = dimsOf(given, nchw, 'maps');
      expectDims(guide, [pictures, 3, height, width], 'pictures', given);
      const positions = height * width;
      return {
        dims: [pictures, 4 * maps, height, width],
        parameters: { maps, positions, width, radius, epsilon },
        outputs: [positions, maps, pictures],
      };
    },
    cpu: ([guide, maps], { positions, width, radius, epsilon }) =>
      guidedCoefficients(guide, maps, { positions, width, radius, epsilon }),
  },
  'guided-means': {
    wgsl: guidedMeansWgsl,
    dispatches: { average: 'outputs' },
    reads: ['guide', 'coefficients'],
    writes: 'filtered',
    plan: ([guide, coefficients], { radius }) => {
      const [pictures, four, height, width] = dimsOf(coefficients, nchw, 'coefficients');
      expectDims(guide, [pictures, 3, height, width], 'pictures', coefficients);
      const [maps, positions] = [four / 4, height * width];
      return {
        dims: [pictures, maps, height, width],
        parameters: { maps, positions, width, radius },
        outputs: [positions, maps, pictures],
      };
    },
    cpu: ([guide, coefficients], { positions, width, radius }) =>
      guidedMeans(guide, coefficients, { positions, width, radius }),
  },
} as const satisfies Partial<{ readonly [Name in TensorStageName]: Row<Name> }>;
