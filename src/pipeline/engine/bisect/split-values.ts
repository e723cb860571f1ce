/** The values of a split chain. */
import { CamLensError } from '../../../errors.ts';
import type { Heatmaps, Value } from '../../chain/chain.ts';
import type { Size } from '../../types.ts';
import type { Boxes, Labels, Masks } from '../stage-chain.ts';
import type { Sides } from './sides.ts';
import type { Side } from './stage-split.ts';

export class SplitValue implements Value {
  readonly dims: readonly number[];
  readonly sides: Sides<Value>;

  constructor(dims: readonly number[], sides: Sides<Value>) {
    this.dims = dims;
    this.sides = sides;
  }
}

/** A value with a form for each engine. */
abstract class Split<Handle> {
  readonly sizes: readonly Size[];
  readonly sides: Sides<Handle>;

  constructor(sizes: readonly Size[], sides: Sides<Handle>) {
    this.sizes = sizes;
    this.sides = sides;
  }
}

export class SplitHeatmaps extends Split<Heatmaps> implements Heatmaps {
  readonly kind = 'heatmaps';
  readonly ranges?: SplitValue;

  constructor(sizes: readonly Size[], sides: Sides<Heatmaps>, ranges?: SplitValue) {
    super(sizes, sides);
    if (ranges !== undefined) this.ranges = ranges;
  }
}

export class SplitMasks extends Split<Masks> implements Masks {
  readonly kind = 'masks';
}

export class SplitLabels extends Split<Labels> implements Labels {
  readonly kind = 'labels';
}

/** Boxes, read on the engine that made them. */
export class SplitBoxes implements Boxes {
  readonly kind = 'boxes';
  readonly sizes: readonly Size[];
  readonly made: Promise<{ readonly side: Side; readonly handle: Boxes }>;

  constructor(sizes: readonly Size[], made: SplitBoxes['made']) {
    this.sizes = sizes;
    this.made = made;
  }
}

/** Checks that a value belongs to a split chain. */
export function of<T>(value: unknown, type: abstract new (...parts: never[]) => T): T {
  if (value instanceof type) return value;
  throw new CamLensError('internal', `A value that is not a ${type.name} was passed to a split chain.`);
}

/** The value in the form of this engine, converted if necessary. */
export function handleOn<Handle>(
  side: Side,
  value: unknown,
  type: abstract new (...parts: never[]) => { readonly sides: Sides<Handle> },
): Promise<Handle> {
  return of(value, type).sides[side]();
}
