/**
 * The table of stages. Both engines run from it: the GPU takes WGSL and dispatches, the CPU the function in cpu/.
 * A new stage is one .wgsl, one file in cpu/ and one row, here or, where it only makes an array of others, in tensor-stages.ts.
 */
import blendWgsl from '../../shaders/blend.wgsl';
import boxesWgsl from '../../shaders/boxes.wgsl';
import componentsWgsl from '../../shaders/components.wgsl';
import { blend } from './cpu/blend.ts';
import { boxes } from './cpu/boxes.ts';
import { components } from './cpu/components.ts';
import { rangeOf } from './cpu/find-ranges.ts';
import { pointing } from './cpu/pointing.ts';
import { preprocess } from './cpu/preprocess.ts';
import { threshold } from './cpu/threshold.ts';
import { upsample } from './cpu/upsample.ts';
import findRangesWgsl from '../../shaders/find-ranges.wgsl';
import pointingWgsl from '../../shaders/pointing.wgsl';
import preprocessWgsl from '../../shaders/preprocess.wgsl';
import thresholdWgsl from '../../shaders/threshold.wgsl';
import upsampleWgsl from '../../shaders/upsample.wgsl';
import type { WgslModule } from '../../shaders/wgsl-module.ts';
import { CamLensError } from '../../errors.ts';
import type { Extent, StageDispatch } from './kernel.ts';
import type { StageName } from './stage-names.ts';
import { tensorStages } from './tensor-stages.ts';

/**
 * What the invocations of a dispatch are spread over. `outputs`: the stage's results, `resampled` where what they are made of
 * has another size; over the items of a list: `pixels`, mask `words`, `strips` of mask words, the `items` themselves, or a
 * workgroup for each (`groups`).
 */
export type Grid = 'outputs' | 'resampled' | 'pixels' | 'words' | 'strips' | 'items' | 'groups';

/** Of these, an invocation computes `columns_each` × `rows_each`, where its shader has such constants. */
const shared: ReadonlySet<Grid> = new Set(['outputs', 'resampled', 'pixels', 'words']);

export interface Stage {
  readonly wgsl: WgslModule;
  /** Entry points in the order in which they run, each seeing all that the one before it wrote. */
  readonly dispatches: Readonly<Record<string, Grid>>;
  /** What the CPU engine runs. */
  readonly cpu: (...values: never[]) => unknown;
}

export const stages = {
  preprocess: {
    wgsl: preprocessWgsl,
    dispatches: { resize: 'outputs' },
    cpu: preprocess,
  },
  ...tensorStages,
  upsample: {
    wgsl: upsampleWgsl,
    dispatches: { clear: 'items', stretch: 'pixels' },
    cpu: upsample,
  },
  'find-ranges': { wgsl: findRangesWgsl, dispatches: { to_ranges: 'items' }, cpu: rangeOf },
  pointing: {
    wgsl: pointingWgsl,
    dispatches: { clear: 'items', gather: 'pixels', finish: 'items' },
    cpu: pointing,
  },
  threshold: { wgsl: thresholdWgsl, dispatches: { pack_words: 'words' }, cpu: threshold },
  components: {
    wgsl: componentsWgsl,
    dispatches: { plant: 'strips', join: 'strips', flatten: 'strips' },
    cpu: components,
  },
  boxes: {
    wgsl: boxesWgsl,
    dispatches: { clear: 'items', gather: 'strips', measure: 'strips', choose: 'groups' },
    cpu: boxes,
  },
  blend: { wgsl: blendWgsl, dispatches: { paint: 'outputs', paint_resampled: 'resampled' }, cpu: blend },
} as const satisfies Readonly<Record<StageName, Stage>>;

export const stageNames = Object.keys(stages) as readonly StageName[];

/**
 * The dispatches of a stage in the order in which they run.
 * @throws CamLensError `internal` where a grid is missing
 */
export function dispatchesOf(name: StageName, grids: Readonly<Partial<Record<Grid, Extent>>>): StageDispatch[] {
  return Object.entries((stages[name] as Stage).dispatches).map(([entryPoint, grid]) => {
    const extent = grids[grid];
    if (extent === undefined) throw new CamLensError('internal', `Stage ${name} was not given the grid ${grid}.`);
    return { entryPoint, extent, isShared: shared.has(grid) };
  });
}
