/** Pictures → planes of floats at another size, on the GPU: the stage `preprocess`, tile by tile. */
import type { PixelReader } from '../picture/picture-pixels.ts';
import { tilesOf } from '../picture/picture-pixels.ts';
import type { Recorder } from './recorder.ts';
import type { Normalization, Picture, Size } from '../types.ts';
import { required } from '../invariants.ts';

/** Largest part of a picture that is on the GPU at a time: 16 MiB of pixels. */
export const defaultTile: Size = { width: 2048, height: 2048 };

/** No normalisation: for painting. */
export const plainColours: Normalization = { order: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] };

export interface ResizeTarget {
  /** [3, height, width] per picture. */
  readonly planes: GPUBuffer;
  /** Offset of this picture's planes, in floats. */
  readonly offset: number;
  readonly size: Size;
  readonly normalization: Normalization;
}

type Rgb = readonly [number, number, number];

function rgb(of: (channel: 0 | 1 | 2) => number): Rgb {
  return [of(0), of(1), of(2)];
}

/**
 * Records the resize of one picture. Pixels are read immediately. A picture with several tiles is submitted tile by
 * tile.
 * @returns whether tiles were submitted, so that the caller can wait before continuing
 */
export function recordResize(
  recorder: Recorder,
  reader: PixelReader,
  picture: Picture,
  target: ResizeTarget,
  largest: Size = defaultTile,
): boolean {
  const { order, scale, mean, std } = target.normalization;
  const tiles = tilesOf(picture, largest);
  /** Red, green and blue of the first pixel. */
  let base: Rgb | undefined;
  for (const tile of tiles) {
    const bytes = reader.read(picture, tile);
    base ??= rgb((c) => required(bytes[c], 'the first pixel'));
    const [red, green, blue] = base;
    const colour = order === 'RGB' ? base : ([blue, green, red] as const);
    const biases = rgb((c) => (colour[c] * scale - mean[c]) / std[c]);
    const [bias0, bias1, bias2] = biases;
    const [rest0, rest1, rest2] = rgb((c) => biases[c] - Math.fround(biases[c]));
    const pixels =
      tiles.length === 1 ? recorder.upload(bytes) : recorder.scratch('tile', 4 * largest.width * largest.height);
    if (tiles.length > 1) recorder.write(pixels, bytes);
    const parameters = recorder.parameters('preprocess', {
      in_width: picture.width,
      in_height: picture.height,
      out_width: target.size.width,
      out_height: target.size.height,
      tile_x: tile.x,
      tile_y: tile.y,
      tile_width: tile.width,
      tile_height: tile.height,
      plane_offset: target.offset,
      reversed: order === 'BGR' ? 1 : 0,
      base: red + 2 ** 8 * green + 2 ** 16 * blue,
      gain_0: scale / std[0],
      gain_1: scale / std[1],
      gain_2: scale / std[2],
      bias_0: bias0,
      bias_1: bias1,
      bias_2: bias2,
      rest_0: rest0,
      rest_1: rest1,
      rest_2: rest2,
    });
    const { width, height } = target.size;
    recorder.run(
      'preprocess',
      { parameters, pixels: { buffer: pixels }, planes: { buffer: target.planes } },
      { outputs: [width, height, 1] },
    );
    if (tiles.length > 1) recorder.submit();
  }
  return tiles.length > 1;
}
