/**
 * Raw maps → maps that follow the object: seeds from the raw map, a vote by similarity of the network's own features
 * (SEAM 2020, CLIP-ES 2023), and the guided filter with the picture (He, Sun and Tang 2013).
 */
import type { Chain, Heatmaps, Value } from '../../chain/chain.ts';
import { capAtMedian, channelWeights, clamp, guidedFilter, halve, unitVectors, vote } from '../../chain/operations.ts';
import { dimsOf, required } from '../../invariants.ts';
import { ownExtremes, type RangeRule } from '../../chain/range-rule.ts';
import type { Normalization, Picture, Size } from '../../types.ts';
import { heatmapsBy } from '../heatmaps-by.ts';
import type { MapItem } from '../raw-maps.ts';
import type { Refinement } from './refinements.ts';

/** Evidence is capped at this share of the strongest. */
const strongest = 0.25;
/** Seeds of at least this share of the strongest are the core of the object. */
const core = 0.9;
/** Pixels along the longer side of a map that the picture guides. */
const guidedSide = 160;
/** A window of 9 × 9 pixels; contrast well below √ε, 5 % of the range of colours, does not count as an edge. */
const guiding = { radius: 4, epsilon: 0.003 };

const unitColours: Normalization = { order: 'RGB', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] };

export interface Refined {
  readonly refinement: Refinement;
  /** Activations [N, C, 2·H, 2·W]; either side may be rounded. */
  readonly fine: Value;
  /** Activations [N, D, H, W], with the grid of the refined maps. */
  readonly coarse: Value;
  /** All of them. */
  readonly pictures: readonly Picture[];
}

/**
 * @param items by any methods at any layers, the same for every picture
 * @returns the same, in the same order, with the refined maps instead of the raw ones
 */
export async function refineMaps(
  chain: Chain,
  items: readonly MapItem[],
  { refinement, fine, coarse, pictures }: Refined,
): Promise<MapItem[]> {
  const [count, , height, width] = dimsOf(coarse.dims, ['N', 'C', 'H', 'W'], 'activations');
  const grid: Size = { width, height };
  const ordered = pictures.flatMap((_, picture) => items.filter((item) => item.picture === picture));
  const each = ordered.length / count;
  const raw = ordered.map(({ map, index }) => ({ map, index, size: grid, rectify: true }));
  const seeds = clamp(chain, valuesOf(chain, chain.normalize(chain.upsample(raw)), grid), 0, strongest);
  const dims = [count, each, height, width];
  const features = [halve(chain, unitVectors(chain, fine), grid), unitVectors(chain, coarse)] as const;
  const [first, second] = [centred(chain, unitVectors(chain, features[0])), centred(chain, features[1])];
  const votes = vote(chain, first, second, chain.view(seeds, dims));
  if (!refinement.isGuided) {
    const capped = capAtMedian(chain, votes, chain.view(seeds, dims), core * strongest);
    const map = chain.view(capped, [count * each, height, width]);
    return placed(items, ordered, (i) => ({ map, index: i }));
  }
  const maps = [votes, seeds].map((value) => chain.view(value, [count * each, height, width]));
  const guided: Value[] = [];
  for (const [p, picture] of pictures.entries()) {
    guided.push(
      await guide(
        chain,
        { maps: required(maps[0], 'votes'), seeds: required(maps[1], 'seeds') },
        {
          ...{ picture, first: p * each, each },
        },
      ),
    );
  }
  return placed(items, ordered, (i) => ({
    map: required(guided[Math.floor(i / each)], `the maps of picture ${Math.floor(i / each)}`),
    index: i % each,
  }));
}

/** The maps of one picture, `each` of them from `first` on, fitted to its edges → [each, height, width]. */
async function guide(
  chain: Chain,
  { maps, seeds }: { readonly maps: Value; readonly seeds: Value },
  { picture, first, each }: { readonly picture: Picture; readonly first: number; readonly each: number },
): Promise<Value> {
  const size = guidedSize(picture);
  const { width, height } = size;
  const heatmaps = (map: Value, range: RangeRule): Value => {
    const sized = Array.from({ length: each }, (_, m) => ({ map, index: first + m, size, rectify: false }));
    return chain.view(valuesOf(chain, heatmapsBy(range, chain, sized), size), [1, each, height, width]);
  };
  const colours = await chain.preprocess([picture], { ...size, normalization: unitColours });
  const votes = heatmaps(maps, ownExtremes);
  // At their own size they are 0 … `strongest`: the strongest become 1.
  const shares = heatmaps(seeds, { of: 'layer', epsilon: 0 });
  const filtered = clamp(chain, guidedFilter(chain, colours, votes, guiding), 0, 1);
  const capped = capAtMedian(chain, filtered, shares, core);
  return chain.view(capped, [each, height, width]);
}

/** In their own order, with their refined maps. */
function placed(
  items: readonly MapItem[],
  ordered: readonly MapItem[],
  refined: (place: number) => Pick<MapItem, 'map' | 'index'>,
): MapItem[] {
  const places = new Map(ordered.map((item, place) => [item, place]));
  return items.map((item) => ({ ...item, rectify: false, ...refined(required(places.get(item), 'an item’s place')) }));
}

/**
 * Unit vectors relative to their mean over all positions: what all positions have in common does not distinguish them.
 */
function centred(chain: Chain, vectors: Value): Value {
  return unitVectors(chain, vectors, channelWeights(chain, vectors));
}

/** Normalised heatmaps of one size as a value, [heatmaps, 1, height, width]. */
function valuesOf(chain: Chain, heatmaps: Heatmaps, { width, height }: Size): Value {
  const ones = chain.upload(new Float32Array(width * height).fill(1), [1, 1, height, width]);
  return chain.mask(ones, heatmaps, { first: 0, step: 0 });
}

/** The picture's aspect ratio, as closely as whole pixels allow. */
function guidedSize({ width, height }: Size): Size {
  const scale = guidedSide / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
