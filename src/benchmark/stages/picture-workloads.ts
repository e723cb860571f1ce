/** Workloads of the stages from the picture to boxes and canvas: pictures from 224 × 224 pixels to 32 megapixels. */
import { closePicture } from '../../pipeline/picture/decode.ts';
import type { Heatmaps } from '../../pipeline/chain/chain.ts';
import { masksWork, type Masked } from './masks-work.ts';
import type { StageChain } from '../../pipeline/engine/stage-chain.ts';
import { workOf, type StageLoad } from '../../pipeline/engine/stage-work.ts';
import type { Size } from '../../pipeline/types.ts';
import { madeUpPicture, madeUpValues } from './made-up.ts';
import type { QuickOn, StageWorkload } from './stage-workload.ts';

interface Sized extends Size {
  readonly quickOn: QuickOn;
}

const photo: Sized = { width: 500, height: 375, quickOn: 'all' };
const sizes: readonly Sized[] = [
  photo,
  { width: 1024, height: 1024, quickOn: 'software' },
  { width: 2048, height: 2048, quickOn: 'gpu' },
  { width: 224, height: 224, quickOn: 'none' },
  { width: 6528, height: 4896, quickOn: 'none' },
];
const input: Size = { width: 224, height: 224 };
const normalization = { order: 'BGR', scale: 1, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] } as const;
/** Sides of maps: of a late layer, and of the network's input, where maps made of gradients are speckled. */
const [mapSide, speckledSide] = [7, 224];
/** The thresholds of an evaluation. */
const manyThresholds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
const thresholds = [0.15];

const nothing: StageLoad = {
  ...{ items: 0, mapValues: 0, heatmapPixels: 0, maskPixels: 0, runs: 0, picturePixels: 0, madePixels: 0 },
};

export function pictureWorkloads(): StageWorkload[] {
  return [
    ...sizes.flatMap((size) => [
      preprocessing(size, 1),
      ...ofHeatmaps(size, 1),
      ...ofMasks(size, 1, thresholds),
      painting(size),
    ]),
    ...ofMasks(photo, 1, manyThresholds),
    ...ofMasks({ ...photo, quickOn: 'none' }, 1, thresholds, speckledSide),
    preprocessing({ ...photo, quickOn: 'none' }, 8),
    ...ofHeatmaps({ ...photo, quickOn: 'none' }, 8),
    ...ofMasks({ ...photo, quickOn: 'none' }, 8, manyThresholds),
  ];
}

function preprocessing(size: Sized, count: number): StageWorkload {
  return {
    ...{ stage: 'preprocess', quickOn: size.quickOn },
    name: `${many(count)}${inWords(size)} to ${inWords(input)}`,
    run: async (chain) => {
      const picture = await madeUpPicture(size);
      try {
        await chain.preprocess(new Array<typeof picture>(count).fill(picture), { ...input, normalization });
      } finally {
        closePicture(picture);
      }
      const [picturePixels, madePixels] = [count * pixelsOf(size), count * pixelsOf(input)];
      return workOf('preprocess', { ...nothing, picturePixels, madePixels });
    },
  };
}

function ofHeatmaps(size: Sized, count: number): StageWorkload[] {
  const name = `${many(count)}${inWords(size)}`;
  const heatmapPixels = count * pixelsOf(size);
  const load = { ...nothing, items: count, heatmapPixels, mapValues: count * mapSide ** 2 };
  const box = [size.width / 4, size.height / 4, size.width / 2, size.height / 2] as const;
  const { quickOn } = size;
  return [
    {
      stage: 'upsample',
      quickOn,
      name,
      run: async (chain) => {
        upsampled(chain, size, count);
        return workOf('upsample', load);
      },
    },
    {
      stage: 'find-ranges',
      quickOn,
      name,
      run: async (chain) => {
        normalized(chain, size, count);
        return workOf('find-ranges', load);
      },
    },
    {
      stage: 'pointing',
      // The quick benchmark has only the photo: other sizes are slow on a software adapter and give similar results.
      quickOn: size === photo ? 'all' : 'none',
      name,
      run: async (chain) => {
        chain.pointing(normalized(chain, size, count), new Array<[typeof box]>(count).fill([box]));
        return workOf('pointing', load);
      },
    },
  ];
}

function ofMasks(size: Sized, count: number, at: readonly number[], side = mapSide): StageWorkload[] {
  const speckled = side === mapSide ? '' : ', speckled';
  const name = `${many(count)}${inWords(size)}, ${at.length} ${at.length === 1 ? 'threshold' : 'thresholds'}${speckled}`;
  const { quickOn } = size;
  const masked = (chain: StageChain): Masked => ({
    masks: chain.threshold(normalized(chain, size, count, side), ...at),
    load: { ...nothing, items: count * at.length, heatmapPixels: count * pixelsOf(size) },
  });
  return [
    { stage: 'threshold', quickOn, name, run: async (chain) => masksWork('threshold', chain, masked(chain)) },
    {
      stage: 'components',
      quickOn,
      name,
      run: async (chain) => {
        const made = masked(chain);
        chain.components(made.masks);
        return masksWork('components', chain, made);
      },
    },
    {
      stage: 'boxes',
      quickOn,
      name,
      run: async (chain) => {
        const made = masked(chain);
        chain.boxes(chain.components(made.masks));
        return masksWork('boxes', chain, made);
      },
    },
  ];
}

function painting(size: Sized): StageWorkload {
  return {
    ...{ stage: 'blend', quickOn: size.quickOn, name: inWords(size) },
    run: async (chain) => {
      const picture = await madeUpPicture(size);
      const heatmaps = normalized(chain, size, 1);
      const look = { show: 'blend', colourMap: 'viridis', opacity: 0.5 } as const;
      try {
        const canvas = new OffscreenCanvas(size.width, size.height);
        await chain.paint(canvas, { picture, heatmaps, index: 0, ...look });
      } finally {
        closePicture(picture);
      }
      return workOf('blend', { ...nothing, heatmapPixels: pixelsOf(size), madePixels: pixelsOf(size) });
    },
  };
}

function upsampled(chain: StageChain, { width, height }: Size, count: number, side = mapSide): Heatmaps {
  const map = chain.upload(madeUpValues(count * side ** 2, 'signed', 5), [count, side, side]);
  const size = { width, height };
  return chain.upsample(Array.from({ length: count }, (_, index) => ({ map, index, size, rectify: true })));
}

function normalized(chain: StageChain, size: Size, count: number, side = mapSide): Heatmaps {
  return chain.normalize(upsampled(chain, size, count, side));
}

const pixelsOf = ({ width, height }: Size): number => width * height;
const inWords = ({ width, height }: Size): string => `${width} × ${height}`;
const many = (count: number): string => (count === 1 ? '' : `${count} of `);
