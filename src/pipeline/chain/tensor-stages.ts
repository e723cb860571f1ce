/**
 * The arguments of the stages that make one array from others. The compiler checks the engines' tables and the callers
 * of `Chain.compute` against this table.
 */

/** @typeParam Arrays by name, in the order in which they are given; @typeParam Numbers given besides, by name */
interface Taken<Arrays extends readonly string[], Numbers extends string = never> {
  readonly arrays: Arrays;
  readonly numbers: Readonly<Record<Numbers, number>>;
}

export interface TensorStages {
  readonly 'channel-weights': Taken<['gradients']>;
  readonly 'weighted-sum': Taken<['weights', 'activations']>;
  readonly 'plus-plus-weights': Taken<['activations', 'gradients']>;
  readonly 'x-grad-weights': Taken<['activations', 'gradients']>;
  readonly 'product-sum': Taken<['gradients', 'activations'], 'rectify'>;
  readonly 'clear-cancelled': Taken<['maps', 'positives'], 'share'>;
  readonly 'principal-map': Taken<['activations']>;
  readonly 'colour-maximum': Taken<['gradients']>;
  readonly mask: Taken<['tensor', 'heatmaps', 'ranges'], 'first' | 'step'>;
  readonly erase: Taken<['tensor', 'boxes'], 'entry'>;
  readonly scale: Taken<['tensor', 'factors'], 'entry'>;
  readonly 'replace-pixels': Taken<['before', 'after', 'places', 'counts']>;
  readonly impute: Taken<['image', 'noise', 'places', 'counts']>;
  readonly blur: Taken<['tensor', 'kernel'], 'entry'>;
  readonly 'add-noise': Taken<['tensor'], 'entry' | 'first' | 'copies' | 'sigma' | 'seed'>;
  readonly 'unit-vectors': Taken<['tensor', 'origins']>;
  readonly halve: Taken<['tensor'], 'width' | 'height'>;
  readonly vote: Taken<['fine', 'coarse', 'seeds']>;
  readonly clamp: Taken<['tensor'], 'low' | 'high'>;
  readonly 'cap-at-median': Taken<['maps', 'seeds'], 'core'>;
  readonly 'guided-coefficients': Taken<['guide', 'maps'], 'radius' | 'epsilon'>;
  readonly 'guided-means': Taken<['guide', 'coefficients'], 'radius'>;
}

export type TensorStageName = keyof TensorStages;

type Mapped<Arrays extends readonly string[], Each> = { readonly [Index in keyof Arrays]: Each };

/** One for each array argument of the stage. */
export type PerArray<Name extends TensorStageName, Each> = Mapped<TensorStages[Name]['arrays'], Each>;

export type NumbersOf<Name extends TensorStageName> = TensorStages[Name]['numbers'];

/** The last argument of `Chain.compute`; present if the stage has numeric parameters. */
export type GivenNumbers<Name extends TensorStageName> = [keyof NumbersOf<Name>] extends [never]
  ? []
  : [numbers: NumbersOf<Name>];
