import { tensor } from './sum.ts';

/**
 * Maps, but 0 throughout if at every position the magnitude is below a share of the largest sum of positive terms at any
 * position of the same map.
 * @param maps [maps, positions], finite
 * @param positives [maps, positions], finite
 * @returns [maps, positions]
 */
export function clearCancelled(
  maps: ArrayLike<number>,
  positives: ArrayLike<number>,
  { positions, share }: { readonly positions: number; readonly share: number },
): Float64Array {
  return tensor(maps.length, (i) => {
    const first = i - (i % positions);
    const places = Array.from({ length: positions }, (_, p) => first + p);
    const bound = share * Math.max(...places.map((place) => positives[place]!));
    return places.every((place) => Math.abs(maps[place]!) < bound) ? 0 : maps[i]!;
  });
}
