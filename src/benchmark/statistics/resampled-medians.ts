/**
 * Medians of resampled values (bootstrap, Efron 1979): how much a median would vary with other samples. The same seed
 * gives the same medians.
 */
import { CamLensError } from '../../errors.ts';
import { randomIndices } from '../../random.ts';

/** Default number of resamples: the ends of a 95 % interval are then known to 2 % of its width. */
export const usualResamples = 2000;

/** @throws CamLensError `internal` if there are no values */
export function median(values: ArrayLike<number>): number {
  const count = values.length;
  if (count === 0) throw new CamLensError('internal', 'A median needs at least one value.');
  const sorted = Float64Array.from(values).sort();
  return (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
}

/**
 * The medians of `resamples` resamples of each set, drawn with replacement. All sets of a call share their draws,
 * because values at the same index were measured in one round.
 * @param sets of equal length, 1 or more
 * @returns for each set, one median per draw
 * @throws CamLensError `internal` if the sets are empty or their lengths differ
 */
export function resampledMedians(
  sets: readonly ArrayLike<number>[],
  seed: number,
  resamples = usualResamples,
): Float64Array[] {
  const count = sets[0]?.length ?? 0;
  if (count === 0) throw new CamLensError('internal', 'An interval needs at least one sample.');
  if (sets.some(({ length }) => length !== count)) {
    throw new CamLensError('internal', 'Samples measured alternately must have equal numbers.');
  }
  const ranked = sets.map(ranks);
  const drawn = randomIndices(seed);
  const places = new Uint32Array(count);
  const counts = new Uint32Array(count);
  const medians = sets.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < count; i++) places[i] = drawn(count);
    for (const [set, { sorted, rankOf }] of ranked.entries()) {
      counts.fill(0);
      for (let i = 0; i < count; i++) counts[rankOf[places[i]!]!]!++;
      medians[set]![resample] = medianOfCounted(sorted, counts);
    }
  }
  return medians;
}

interface Ranked {
  readonly sorted: Float64Array;
  /** Index of a value → its rank in sorted order. */
  readonly rankOf: Uint32Array;
}

function ranks(values: ArrayLike<number>): Ranked {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const rankOf = new Uint32Array(values.length);
  order.forEach((place, rank) => (rankOf[place] = rank));
  return { sorted: Float64Array.from(order, (place) => values[place]!), rankOf };
}

/** The median of a resample, given how often each rank was drawn. */
function medianOfCounted(sorted: Float64Array, counts: Uint32Array): number {
  const [lower, upper] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  let rank = 0;
  let passed = counts[0]!;
  while (passed <= lower) passed += counts[++rank]!;
  const low = sorted[rank]!;
  while (passed <= upper) passed += counts[++rank]!;
  return (low + sorted[rank]!) / 2;
}
