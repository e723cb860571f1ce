/**
 * Workloads of the stages that make one array from others: layers of a ResNet, pictures with the size of its input,
 * batches.
 */
import type { NumbersOf, PerArray, TensorStageName } from '../../pipeline/chain/tensor-stages.ts';
import type { Value } from '../../pipeline/chain/chain.ts';
import type { StageChain } from '../../pipeline/engine/stage-chain.ts';
import { tensorWorkOf } from '../../pipeline/engine/stage-work.ts';
import { madeUpValues, type ValueKind } from './made-up.ts';
import type { QuickOn, StageWorkload } from './stage-workload.ts';

type Dims = readonly number[];
type Given = readonly [dims: Dims, kind: ValueKind | Float32Array<ArrayBuffer>];

interface Layer {
  /** [N, C, H, W] */
  readonly dims: readonly [number, number, number, number];
  readonly quickOn: QuickOn;
}

const layers: readonly Layer[] = [
  { dims: [1, 2048, 7, 7], quickOn: 'all' },
  { dims: [1, 256, 28, 28], quickOn: 'software' },
  { dims: [1, 256, 56, 56], quickOn: 'gpu' },
  { dims: [1, 1024, 14, 14], quickOn: 'none' },
  { dims: [1, 512, 28, 28], quickOn: 'none' },
  { dims: [8, 2048, 7, 7], quickOn: 'none' },
  { dims: [64, 2048, 7, 7], quickOn: 'none' },
];
const picture: Dims = [1, 3, 224, 224];

export function tensorWorkloads(): StageWorkload[] {
  const onLayers = layers.flatMap(({ dims, quickOn }) => {
    const [pictures, channels] = dims;
    const both = [given(dims, 'positive'), given(dims, 'signed')] as const;
    return [
      workload('channel-weights', quickOn, [given(dims, 'signed')], {}),
      workload('weighted-sum', quickOn, [given([pictures, channels], 'signed'), given(dims, 'positive')], {}),
      workload('plus-plus-weights', quickOn, both, {}),
      workload('x-grad-weights', quickOn, both, {}),
      workload('product-sum', quickOn, [both[1], both[0]], { rectify: 0 }),
      workload('unit-vectors', quickOn, [both[0], given([pictures, channels], 'share')], {}),
    ];
  });
  return [
    ...onLayers,
    workload('clear-cancelled', 'all', [given([1, 56, 56], 'signed'), given([1, 56, 56], 'share')], { share: 0.5 }),
    workload('principal-map', 'all', [given([1, 32, 7, 7], 'positive')], {}),
    workload('principal-map', 'none', [given([1, 2048, 7, 7], 'positive')], {}),
    workload('colour-maximum', 'all', [given(picture, 'signed')], {}),
    ...altering(2, 'software'),
    ...altering(8, 'gpu'),
    imputing(14, 'software'),
    imputing(56, 'gpu'),
    imputing(224, 'none'),
    blurring([1, 3, 56, 56], 'software'),
    blurring([1, 3, 112, 112], 'gpu'),
    blurring(picture, 'none'),
    workload('halve', 'all', [given([1, 512, 28, 28], 'positive')], { width: 14, height: 14 }),
    voting(7, 'software'),
    voting(14, 'gpu'),
    voting(28, 'none'),
    workload('clamp', 'all', [given([1, 2, 224, 224], 'signed')], { low: 0, high: 0.25 }),
    ...[14, 56].map((side) => {
      const dims = [1, 2, side, side];
      return workload('cap-at-median', side === 14 ? 'all' : 'none', [given(dims, 'share'), given(dims, 'share')], {
        core: 0.225,
      });
    }),
    ...guiding(60, 80, 'software'),
    ...guiding(120, 160, 'gpu'),
  ];
}

/** Altered copies of an input, of which slow methods make batches. */
function altering(copies: number, quickOn: QuickOn): StageWorkload[] {
  const boxes = Float32Array.from(Array.from({ length: copies }, (_, i) => [64 * i, 64 * i + 512, 1, 5, 2, 6]).flat());
  const signed = given(picture, 'signed');
  return [
    workload('mask', quickOn, [signed, given([copies, 224, 224], 'share'), zeroToOne(copies)], { first: 0, step: 0 }),
    workload('erase', quickOn, [given([1, 2048, 7, 7], 'positive'), given([copies, 6], boxes)], { entry: 0 }),
    workload('scale', quickOn, [signed, given([copies], 'share')], { entry: 0 }),
    workload('replace-pixels', quickOn, replacing(copies), {}),
    {
      ...workload('add-noise', quickOn, [signed], { entry: 0, first: 0, copies, sigma: 0.2, seed: 1 }),
      name: `${copies} of ${inWords(picture)}`,
    },
  ];
}

function blurring(dims: Dims, quickOn: QuickOn): StageWorkload {
  const kernel = given([11], new Float32Array(11).fill(1 / 11));
  return workload('blur', quickOn, [given(dims, 'signed'), kernel], { entry: 0 });
}

function voting(side: number, quickOn: QuickOn): StageWorkload {
  const of = (channels: number): Given => given([1, channels, side, side], 'signed');
  return workload('vote', quickOn, [of(256), of(512), given([1, 2, side, side], 'share')], {});
}

function guiding(height: number, width: number, quickOn: QuickOn): StageWorkload[] {
  const guide = given([1, 3, height, width], 'share');
  const of = (channels: number, kind: ValueKind): Given => given([1, channels, height, width], kind);
  return [
    workload('guided-coefficients', quickOn, [guide, of(2, 'share')], { radius: 4, epsilon: 0.003 }),
    workload('guided-means', quickOn, [guide, of(8, 'signed')], { radius: 4 }),
  ];
}

/** Pictures before and after, the rank of each pixel, and the number of pixels replaced in each copy. */
function replacing(copies: number): readonly [Given, Given, Given, Given] {
  const pixels = 224 * 224;
  const places = Float32Array.from({ length: pixels }, (_, i) => (i * 9973) % pixels);
  const counts = Float32Array.from({ length: copies }, (_, i) => (i * pixels) / copies);
  return [given(picture, 'signed'), given(picture, 'share'), given([224, 224], places), given([copies], counts)];
}

/** From a tenth of the pixels to eight tenths; a hole in the middle, as heatmaps make them. */
function imputing(side: number, quickOn: QuickOn): StageWorkload {
  const dims = [1, 3, side, side] as const;
  const distance = (p: number): number => Math.hypot((p % side) - side / 2, Math.floor(p / side) - side / 2);
  const order = Array.from({ length: side * side }, (_, p) => p).sort((a, b) => distance(a) - distance(b));
  const places = new Float32Array(side * side);
  order.forEach((p, place) => (places[p] = place));
  const counts = Float32Array.from({ length: 8 }, (_, i) => Math.round(((i + 1) / 10) * side * side));
  return workload(
    'impute',
    quickOn,
    [given(dims, 'signed'), given(dims, 'share'), given([side, side], places), given([8], counts)],
    {},
  );
}

const inWords = (dims: Dims): string => dims.join(' × ');

function zeroToOne(heatmaps: number): Given {
  return given(
    [heatmaps, 2],
    Float32Array.from({ length: 2 * heatmaps }, (_, i) => i % 2),
  );
}

function given(dims: Dims, kind: ValueKind | Float32Array<ArrayBuffer>): Given {
  return [dims, kind];
}

function workload<Name extends TensorStageName>(
  stage: Name,
  quickOn: QuickOn,
  arrays: readonly Given[],
  numbers: NumbersOf<Name>,
): StageWorkload {
  const dims = arrays.map(([each]) => each);
  return {
    stage,
    quickOn,
    name: dims.map(inWords).join(', '),
    run: async (chain) => {
      const values = arrays.map((array, i) => upload(chain, array, i));
      // The number of arrays and parameters is that of the stage; running the workloads checks them against the table
      // of stages.
      chain.compute(stage as 'clamp', values as unknown as PerArray<'clamp', Value>, numbers as NumbersOf<'clamp'>);
      return tensorWorkOf(stage, dims, numbers);
    },
  };
}

function upload(chain: StageChain, [dims, kind]: Given, index: number): Value {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return chain.upload(typeof kind === 'string' ? madeUpValues(count, kind, index + 1) : kind, dims);
}
