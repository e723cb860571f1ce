/**
 * Workloads of the stages that make one array from others: layers of a ResNet, pictures with the size of its input,
 * batches.
 */
import type { NumbersOf, PerArray, TensorStageName } from '../../pipeline/chain/tensor-stages.ts';
import type { Value } from '../../pipeline/chain/chain.ts';
import type { StageChain } from '../../pipeline/engine/stage-chain.ts';
import { tensorWorkOf } from '../../pipeline/engine/stage-work.ts';
import { madeUpValues, type ValueKind } from './made-up.ts';
import type { StageWorkload } from './stage-workload.ts';

type Dims = readonly number[];
type Given = readonly [dims: Dims, kind: ValueKind | Float32Array<ArrayBuffer>];

/** [N, C, H, W]; the first ones are in the quick benchmark. */
const layers: readonly (readonly [number, number, number, number])[] = [
  [1, 2048, 7, 7],
  [1, 256, 56, 56],
  [1, 1024, 14, 14],
  [1, 512, 28, 28],
  [8, 2048, 7, 7],
  [64, 2048, 7, 7],
];
const quickLayers = 2;
const picture: Dims = [1, 3, 224, 224];
const guided: Dims = [1, 3, 120, 160];

export function tensorWorkloads(): StageWorkload[] {
  const onLayers = layers.flatMap((dims, i) => {
    const [pictures, channels] = dims;
    const isQuick = i < quickLayers;
    const both = [given(dims, 'positive'), given(dims, 'signed')] as const;
    return [
      workload('channel-weights', isQuick, [given(dims, 'signed')], {}),
      workload('weighted-sum', isQuick, [given([pictures, channels], 'signed'), given(dims, 'positive')], {}),
      workload('plus-plus-weights', isQuick, both, {}),
      workload('x-grad-weights', isQuick, both, {}),
      workload('product-sum', isQuick, [both[1], both[0]], { rectify: 0 }),
      workload('unit-vectors', isQuick, [both[0], given([pictures, channels], 'share')], {}),
    ];
  });
  const copies = 8;
  const boxes = Float32Array.from(Array.from({ length: copies }, (_, i) => [64 * i, 64 * i + 512, 1, 5, 2, 6]).flat());
  return [
    ...onLayers,
    workload('principal-map', true, [given([1, 32, 7, 7], 'positive')], {}),
    workload('principal-map', false, [given([1, 2048, 7, 7], 'positive')], {}),
    workload('colour-maximum', true, [given(picture, 'signed')], {}),
    workload('mask', true, [given(picture, 'signed'), given([copies, 224, 224], 'share'), zeroToOne(copies)], {
      ...{ first: 0, step: 0 },
    }),
    workload('erase', true, [given([1, 2048, 7, 7], 'positive'), given([copies, 6], boxes)], { entry: 0 }),
    workload('scale', true, [given(picture, 'signed'), given([copies], 'share')], { entry: 0 }),
    workload('replace-pixels', true, replacing(copies), {}),
    imputing(56, true),
    imputing(224, false),
    blurring([1, 3, 112, 112], true),
    blurring(picture, false),
    workload('add-noise', true, [given(picture, 'signed')], { entry: 0, first: 0, copies, sigma: 0.2, seed: 1 }),
    workload('halve', true, [given([1, 512, 28, 28], 'positive')], { width: 14, height: 14 }),
    ...[14, 28].map((side) => voting(side, side === 14)),
    workload('clamp', true, [given([1, 2, 224, 224], 'signed')], { low: 0, high: 0.25 }),
    ...[14, 56].map((side) => {
      const dims = [1, 2, side, side];
      return workload('cap-at-median', side === 14, [given(dims, 'share'), given(dims, 'share')], { core: 0.225 });
    }),
    workload('guided-coefficients', true, [given(guided, 'share'), given([1, 2, 120, 160], 'share')], {
      ...{ radius: 4, epsilon: 0.003 },
    }),
    workload('guided-means', true, [given(guided, 'share'), given([1, 8, 120, 160], 'signed')], { radius: 4 }),
  ];
}

function blurring(dims: Dims, isQuick: boolean): StageWorkload {
  const kernel = given([11], new Float32Array(11).fill(1 / 11));
  return workload('blur', isQuick, [given(dims, 'signed'), kernel], { entry: 0 });
}

function voting(side: number, isQuick: boolean): StageWorkload {
  const of = (channels: number): Given => given([1, channels, side, side], 'signed');
  return workload('vote', isQuick, [of(256), of(512), given([1, 2, side, side], 'share')], {});
}

/** Pictures before and after, the rank of each pixel, and the number of pixels replaced in each copy. */
function replacing(copies: number): readonly [Given, Given, Given, Given] {
  const pixels = 224 * 224;
  const places = Float32Array.from({ length: pixels }, (_, i) => (i * 9973) % pixels);
  const counts = Float32Array.from({ length: copies }, (_, i) => (i * pixels) / copies);
  return [given(picture, 'signed'), given(picture, 'share'), given([224, 224], places), given([copies], counts)];
}

/** From a tenth of the pixels to eight tenths; a hole in the middle, as heatmaps make them. */
function imputing(side: number, isQuick: boolean): StageWorkload {
  const dims = [1, 3, side, side] as const;
  const distance = (p: number): number => Math.hypot((p % side) - side / 2, Math.floor(p / side) - side / 2);
  const order = Array.from({ length: side * side }, (_, p) => p).sort((a, b) => distance(a) - distance(b));
  const places = new Float32Array(side * side);
  order.forEach((p, place) => (places[p] = place));
  const counts = Float32Array.from({ length: 8 }, (_, i) => Math.round(((i + 1) / 10) * side * side));
  return workload(
    'impute',
    isQuick,
    [given(dims, 'signed'), given(dims, 'share'), given([side, side], places), given([8], counts)],
    {},
  );
}

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
  isQuick: boolean,
  arrays: readonly Given[],
  numbers: NumbersOf<Name>,
): StageWorkload {
  const dims = arrays.map(([each]) => each);
  return {
    stage,
    isQuick,
    name: dims.map((each) => each.join(' × ')).join(', '),
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
