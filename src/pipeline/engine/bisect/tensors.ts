/** The results of stages as tensors to compare. */
import type { Chain, Heatmaps, Value } from '../../chain/chain.ts';
import type { Boxes, Labels, Masks, StageChain } from '../stage-chain.ts';
import { required } from '../../invariants.ts';
import type { ComponentBox, Size } from '../../types.ts';
import { GpuHeatmaps, GpuValue } from '../gpu-values.ts';
import { extremeKeys } from './carry.ts';
import type { Tensor } from './compare.ts';

export async function valueTensors(chain: Chain, value: Value): Promise<Tensor[]> {
  const [values] = await chain.read([value]);
  return [{ what: 'result', dims: value.dims, values: required(values, 'the values read') }];
}

/** Heatmaps before normalisation, and their extremes, from which `find-ranges` computes ranges. */
export async function heatmapTensors(chain: Chain, heatmaps: Heatmaps): Promise<Tensor[]> {
  const maps = await chain.readHeatmaps(heatmaps);
  return [...tensorsOf('heatmap', heatmaps.sizes, maps), await extremesOf(chain, heatmaps, maps)];
}

export async function rangeTensors(chain: Chain, { ranges }: Heatmaps): Promise<Tensor[]> {
  const [read] = await valueTensors(chain, required(ranges, 'the ranges of normalised heatmaps'));
  return [{ ...required(read, 'the ranges read'), what: 'ranges' }];
}

/** Rounding may decide which of two pixels is the maximum, so the heatmap's values there are compared. */
export async function pointingTensors(
  chain: Chain,
  value: Value,
  sizes: readonly Size[],
  maps: readonly Float32Array[],
): Promise<Tensor[]> {
  const [read] = await chain.read([value]);
  const rows = sizes.map((_, i) => [...required(read, 'the pointing read').subarray(4 * i, 4 * i + 4)]);
  const heights = rows.map(([x = -1, y = -1], i) => (x < 0 ? -1 : (maps[i]?.[y * sizes[i]!.width + x] ?? NaN)));
  return [
    { what: 'values at the maxima', dims: [sizes.length], values: heights },
    {
      what: 'sums inside the boxes and in total',
      dims: [sizes.length, 2],
      values: rows.flatMap((row) => row.slice(2)),
    },
  ];
}

export async function maskTensors(chain: StageChain, masks: Masks): Promise<Tensor[]> {
  return tensorsOf('mask', masks.sizes, await chain.readMasks(masks));
}

export async function labelTensors(chain: StageChain, labels: Labels): Promise<Tensor[]> {
  return tensorsOf('labels', labels.sizes, await chain.readLabels(labels));
}

/** For each mask, the largest component and then every component: area, x0, y0, x1, y1. */
export async function boxTensors(chain: StageChain, boxes: Boxes): Promise<Tensor[]> {
  const { boxes: read } = await chain.readBoxes([boxes], [], true);
  return required(read[0], 'the boxes read').map(({ largest, all }, i) => {
    const rows = [largest ?? nothing, ...all].map(({ area, box }) => [area, ...box]);
    return { what: `components of mask ${i} (area, box)`, dims: [rows.length, 5], values: rows.flat() };
  });
}

/** RGBA bytes of a canvas or a bitmap. */
export function paintedTensors(painted: ImageBitmap | OffscreenCanvas | HTMLCanvasElement): Tensor[] {
  const { width, height } = painted;
  const context = required(new OffscreenCanvas(width, height).getContext('2d') ?? undefined, 'a 2D canvas');
  context.drawImage(painted, 0, 0);
  const values = context.getImageData(0, 0, width, height).data;
  return [{ what: 'pixels (red, green, blue, opacity)', dims: [height, width, 4], values }];
}

const nothing: ComponentBox = { area: 0, box: [0, 0, 0, 0] };

function tensorsOf(what: string, sizes: readonly Size[], arrays: readonly ArrayLike<number>[]): Tensor[] {
  return arrays.map((values, i) => {
    const { width, height } = required(sizes[i], `a size of ${what} ${i}`);
    return { what: `${what} ${i}`, dims: [height, width], values };
  });
}

/** On the GPU, `upsample` writes them beside the heatmaps, as keys that sort like floats. */
async function extremesOf(chain: Chain, heatmaps: Heatmaps, maps: readonly Float32Array[]): Promise<Tensor> {
  const dims = [maps.length, 2];
  const keys = async (): Promise<Iterable<number>> => {
    if (!(heatmaps instanceof GpuHeatmaps)) return maps.flatMap(extremeKeys);
    const [read] = await chain.read([new GpuValue(dims, heatmaps.extremes.buffer)]);
    return new Uint32Array(required(read, 'the extremes read').slice().buffer);
  };
  const values = [...(await keys())].map((key, i) => (i % 2 === 0 ? -keyValue(~key >>> 0) : keyValue(key)));
  return { what: 'extremes (minimum, negated, and maximum)', dims, values };
}

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

function keyValue(key: number): number {
  word[0] = key >>> 31 === 1 ? key & 0x7fffffff : ~key;
  return float[0]!;
}
