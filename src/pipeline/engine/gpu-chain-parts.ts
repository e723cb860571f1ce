/** What a chain on the GPU works with. */
import type { ColourMap, Size } from '../types.ts';
import type { PixelReader } from '../picture/picture-pixels.ts';
import type { PicturePlanes } from './picture-planes.ts';
import type { Recorder } from './recorder.ts';
import type { StageTimer } from './stage-timer.ts';

/**
 * `canvas`: the shader writes the canvas's own texture. `copy`: it writes a texture of ours, which goes through memory.
 * Chromium cannot share a canvas with a software adapter unless its compositor runs on the same one; it then loses the
 * device.
 */
export type Presents = 'canvas' | 'copy';

/**
 * `on-device`: the stages' shaders find boxes, and these are read. `in-memory`: the heatmaps are read, where that costs a
 * copy alone, and boxes are found here.
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
