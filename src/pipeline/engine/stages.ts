/**
 * The table of stages. Both engines run from it: the GPU takes WGSL and passes, the CPU the twin of the same name.
 * A new stage is one .wgsl, one twin and one row, here or, where it only makes an array of others, in tensor-stages.ts.
 */
import blendWgsl from '../../shaders/blend.wgsl?raw';
import boxesWgsl from '../../shaders/boxes.wgsl?raw';
import componentsWgsl from '../../shaders/components.wgsl?raw';
import { blend } from '../../shaders/cpu/blend.ts';
import { boxes } from '../../shaders/cpu/boxes.ts';
import { components } from '../../shaders/cpu/components.ts';
import { normalize } from '../../shaders/cpu/normalize.ts';
import { pointing } from '../../shaders/cpu/pointing.ts';
import { preprocess } from '../../shaders/cpu/preprocess.ts';
import { threshold } from '../../shaders/cpu/threshold.ts';
import { upsample } from '../../shaders/cpu/upsample.ts';
import normalizeWgsl from '../../shaders/normalize.wgsl?raw';
import pointingWgsl from '../../shaders/pointing.wgsl?raw';
import preprocessWgsl from '../../shaders/preprocess.wgsl?raw';
import bands from '../../shaders/shared/bands.wgsl?raw';
import item from '../../shaders/shared/item.wgsl?raw';
import key from '../../shaders/shared/key.wgsl?raw';
import range from '../../shaders/shared/range.wgsl?raw';
import rectify from '../../shaders/shared/rectify.wgsl?raw';
import segments from '../../shaders/shared/segments.wgsl?raw';
import tap from '../../shaders/shared/tap.wgsl?raw';
import uniform from '../../shaders/shared/uniform.wgsl?raw';
import thresholdWgsl from '../../shaders/threshold.wgsl?raw';
import upsampleWgsl from '../../shaders/upsample.wgsl?raw';
import { tensorStages } from './tensor-stages.ts';

/**
 * What the invocations of a pass are spread over. `outputs`: the stage's results; over the items of a list:
 * `bands` of pixels, bands of mask `words`, or the `items` themselves.
 */
export type Grid = 'outputs' | 'bands' | 'words' | 'items';

export interface Stage {
  /** Snippets, then the stage's own WGSL, which names its bindings. */
  readonly wgsl: readonly string[];
  /** Entry points in the order in which they run, each seeing all that the one before it wrote. */
  readonly passes: Readonly<Record<string, Grid>>;
  readonly twin: (...values: never[]) => unknown;
}

export const stages = {
  preprocess: {
    wgsl: [preprocessWgsl],
    passes: { resize: 'outputs' },
    twin: preprocess,
  },
  ...tensorStages,
  upsample: {
    wgsl: [item, bands, tap, key, rectify, upsampleWgsl],
    passes: { clear: 'items', stretch: 'bands' },
    twin: upsample,
  },
  normalize: { wgsl: [item, key, range, uniform, normalizeWgsl], passes: { to_ranges: 'items' }, twin: normalize },
  pointing: {
    wgsl: [item, bands, key, range, pointingWgsl],
    passes: { clear: 'items', gather: 'bands', finish: 'items' },
    twin: pointing,
  },
  threshold: { wgsl: [item, bands, segments, range, thresholdWgsl], passes: { pack_words: 'words' }, twin: threshold },
  components: {
    wgsl: [item, bands, segments, componentsWgsl],
    passes: { plant: 'words', join: 'words', flatten: 'words' },
    twin: components,
  },
  boxes: {
    wgsl: [item, bands, segments, boxesWgsl],
    passes: { clear: 'words', measure: 'words', rank: 'words', choose: 'words', finish: 'items' },
    twin: boxes,
  },
  blend: { wgsl: [tap, range, blendWgsl], passes: { paint: 'outputs' }, twin: blend },
} as const satisfies Readonly<Record<string, Stage>>;

export type StageName = keyof typeof stages;
export const stageNames = Object.keys(stages) as readonly StageName[];

/** The whole module of a stage, as the compiler sees it. */
export function wgslOf(name: StageName): string {
  return stages[name].wgsl.join('\n');
}
