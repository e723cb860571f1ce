/**
 * The table of stages. Both engines run from it: the GPU takes WGSL and passes, the CPU the reference of the same name.
 * A new stage is one .wgsl, one reference and one row, here or, where it only makes an array of others, in tensor-stages.ts.
 */
import blendWgsl from '../../shaders/blend.wgsl';
import boxesWgsl from '../../shaders/boxes.wgsl';
import componentsWgsl from '../../shaders/components.wgsl';
import { blend } from '../../shaders/cpu/blend.ts';
import { boxes } from '../../shaders/cpu/boxes.ts';
import { components } from '../../shaders/cpu/components.ts';
import { normalize } from '../../shaders/cpu/normalize.ts';
import { pointing } from '../../shaders/cpu/pointing.ts';
import { preprocess } from '../../shaders/cpu/preprocess.ts';
import { threshold } from '../../shaders/cpu/threshold.ts';
import { upsample } from '../../shaders/cpu/upsample.ts';
import normalizeWgsl from '../../shaders/normalize.wgsl';
import pointingWgsl from '../../shaders/pointing.wgsl';
import preprocessWgsl from '../../shaders/preprocess.wgsl';
import thresholdWgsl from '../../shaders/threshold.wgsl';
import upsampleWgsl from '../../shaders/upsample.wgsl';
import type { WgslModule } from '../../shaders/wgsl-module.ts';
import type { StageName } from './stage-names.ts';
import { tensorStages } from './tensor-stages.ts';

/**
 * What the invocations of a pass are spread over. `outputs`: the stage's results; over the items of a list:
 * `bands` of pixels, bands of mask `words`, or the `items` themselves.
 */
export type Grid = 'outputs' | 'bands' | 'words' | 'items';

export interface Stage {
  readonly wgsl: WgslModule;
  /** Entry points in the order in which they run, each seeing all that the one before it wrote. */
  readonly passes: Readonly<Record<string, Grid>>;
  readonly reference: (...values: never[]) => unknown;
}

export const stages = {
  preprocess: {
    wgsl: preprocessWgsl,
    passes: { resize: 'outputs' },
    reference: preprocess,
  },
  ...tensorStages,
  upsample: {
    wgsl: upsampleWgsl,
    passes: { clear: 'items', stretch: 'bands' },
    reference: upsample,
  },
  normalize: { wgsl: normalizeWgsl, passes: { to_ranges: 'items' }, reference: normalize },
  pointing: {
    wgsl: pointingWgsl,
    passes: { clear: 'items', gather: 'bands', finish: 'items' },
    reference: pointing,
  },
  threshold: { wgsl: thresholdWgsl, passes: { pack_words: 'words' }, reference: threshold },
  components: {
    wgsl: componentsWgsl,
    passes: { plant: 'words', join: 'words', flatten: 'words' },
    reference: components,
  },
  boxes: {
    wgsl: boxesWgsl,
    passes: { clear: 'words', measure: 'words', rank: 'words', choose: 'words', finish: 'items' },
    reference: boxes,
  },
  blend: { wgsl: blendWgsl, passes: { paint: 'outputs' }, reference: blend },
} as const satisfies Readonly<Record<StageName, Stage>>;

export const stageNames = Object.keys(stages) as readonly StageName[];
