/** The shared parts of a chain on the GPU. */
import type { ColourMap, Size } from '../types.ts';
import type { PixelReader } from '../picture/picture-pixels.ts';
import type { PicturePlanes } from './picture-planes.ts';
import type { Recorder } from './recorder.ts';
import type { StageTimer } from './stage-timer.ts';

/**
 * `canvas`: the shader writes the canvas's own texture. `copy`: it writes another texture, which is copied through
 * memory. Chromium cannot share a canvas with a software adapter unless its compositor uses the same one; otherwise it
 * loses the device.
 */
export type Presents = 'canvas' | 'copy';

/**
 * `on-device`: shaders find the boxes, which are then read. `in-memory`: the heatmaps or masks are read, where that is
 * only a copy in memory, and the boxes are found in TypeScript.
 */
export type Locates = 'on-device' | 'in-memory';

export interface GpuChainParts {
  readonly recorder: Recorder;
  readonly timer: StageTimer | undefined;
  readonly reader: PixelReader;
  readonly colours: (name: ColourMap) => GPUBuffer;
  readonly tile: Size;
  readonly presents: Presents;
  readonly locates: Locates;
  readonly planes: PicturePlanes;
  readonly forget: () => void;
}
