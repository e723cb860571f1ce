/**
 * Maps, cut off at the height that they have where their seeds are strong: the median of the map over all places whose seed is at
 * least `core`, of an even number of places the lower of the two in the middle.
 * @param maps [maps, positions]
 * @param seeds [maps, positions]
 * @returns [maps, positions]; a map without such a place as it is
 */
export function capAtMedian(
  maps: ArrayLike<number>,
  seeds: ArrayLike<number>,
  { positions, core }: { positions: number; core: number },
): Float64Array {
  const capped = Float64Array.from(maps);
  for (let first = 0; first < capped.length; first += positions) {
    const map = capped.subarray(first, first + positions);
    const heights = map.filter((_, p) => seeds[first + p]! >= core).sort();
    const median = heights[Math.floor((heights.length - 1) / 2)];
    if (median === undefined) continue;
    for (let p = 0; p < positions; p++) if (Number.isFinite(map[p]) && map[p]! > median) map[p] = median;
  }
  return capped;
}
