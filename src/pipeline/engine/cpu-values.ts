/** The values of the CPU chain. The rest of the pipeline sees only the interfaces in chain.ts. */
import { CamLensError } from '../../errors.ts';
import { stretch } from './cpu/find-ranges.ts';
import type { Heatmaps, Value } from '../chain/chain.ts';
import { pairAt, required } from '../invariants.ts';
import type { Regions } from './cpu/components.ts';
import type { Boxes, Labels, Masks } from './stage-chain.ts';
import type { ComponentBox, Size } from '../types.ts';

export interface CpuValue extends Value {
  readonly values: Float32Array<ArrayBuffer>;
}

export interface Map2d extends Size {
  readonly values: Float32Array;
}

export interface CpuHeatmaps extends Heatmaps {
  /** Before normalisation, which only finds their ranges. */
  readonly maps: readonly Map2d[];
  readonly ranges?: CpuValue;
}

export interface CpuMasks extends Masks {
  readonly masks: readonly Uint8Array[];
}

export interface CpuLabels extends Labels {
  readonly regions: readonly Pick<Regions, 'all' | 'labels'>[];
}

export interface CpuBoxes extends Boxes {
  readonly found: readonly (readonly ComponentBox[])[];
}

export function valueOf(values: ArrayLike<number>, dims: readonly number[]): CpuValue {
  return { dims, values: new Float32Array(values) };
}

export function onCpu(value: Value): CpuValue {
  if ('values' in value && value.values instanceof Float32Array) return value as CpuValue;
  throw new CamLensError('internal', 'A value of another engine was passed to the CPU engine.');
}

/** A copy of a heatmap as shown: scaled to 0…1 once its range is known. */
export function shown({ maps, ranges }: CpuHeatmaps, index: number): Float32Array {
  const values = required(maps[index], `heatmap ${index}`).values;
  if (ranges === undefined) return values.slice();
  const [minimum, maximum] = pairAt(ranges.values, index, `the range of heatmap ${index}`);
  return stretch(values, minimum, maximum, new Float32Array(values.length));
}
