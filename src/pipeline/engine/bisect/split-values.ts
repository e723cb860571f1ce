/** What a split chain's values are made of. */
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

/** What has a place on each side. */
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

/** They are read where they were made. */
export class SplitBoxes implements Boxes {
  readonly kind = 'boxes';
  readonly sizes: readonly Size[];
  readonly made: Promise<{ readonly side: Side; readonly handle: Boxes }>;

  constructor(sizes: readonly Size[], made: SplitBoxes['made']) {
    this.sizes = sizes;
    this.made = made;
  }
}

/** Values of another engine have no sides here. */
export function of<T>(value: unknown, type: abstract new (...parts: never[]) => T): T {
  if (value instanceof type) return value;
  throw new CamLensError('internal', `A value that is no ${type.name} was handed to a split chain.`);
}

/** Carried there where it was made elsewhere. */
export function handleOn<Handle>(
  side: Side,
  value: unknown,
  type: abstract new (...parts: never[]) => { readonly sides: Sides<Handle> },
): Promise<Handle> {
  return of(value, type).sides[side]();
}
