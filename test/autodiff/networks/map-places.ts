/** Where values of the small transformers and hybrids hold their maps. */
import type { Model } from '../../../src/onnx/messages.ts';

/** A value that holds maps, and where: the index of an entry of the map among the value's entries. */
export interface MapPlaces {
  readonly value: string;
  /** Channels, rows, columns. */
  readonly size: readonly [number, number, number];
  readonly at: (picture: number, channel: number, row: number, column: number) => number;
}

export interface TokenFamily {
  readonly model: Model;
  /** Some of its layers. */
  readonly layers: readonly MapPlaces[];
}

/** Rows and columns of most of these networks' tokens. */
export const side = 4;

/** [N, before + positions + after, C] */
export function tokens(value: string, channels: number, before = 0, after = 0, rows = side): MapPlaces {
  const count = before + rows * rows + after;
  return {
    value,
    size: [channels, rows, rows],
    at: (picture, channel, row, column) => (picture * count + before + row * rows + column) * channels + channel,
  };
}

/** [N, H, W, C] */
export function lastChannels(value: string, channels: number, rows: number): MapPlaces {
  return tokens(value, channels, 0, 0, rows);
}

/** [N, C, H, W] */
export function plain(value: string, channels: number, rows: number): MapPlaces {
  const at = (n: number, c: number, y: number, x: number): number => ((n * channels + c) * rows + y) * rows + x;
  return { value, size: [channels, rows, rows], at };
}
