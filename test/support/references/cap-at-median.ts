/**
 * Maps, cut off at the height that they have where their seeds are at least `core`: at the highest value there that less than
 * half of the places there are below of, or just half of them but one.
 * @param maps [maps, positions]
 * @param seeds [maps, positions]
 * @returns [maps, positions]; a map without such a place as it is
 */
export function capAtMedian(
  maps: ArrayLike<number>,
  seeds: ArrayLike<number>,
  { positions, core }: { readonly positions: number; readonly core: number },
): Float64Array {
  const result = new Float64Array(maps.length);
  for (let m = 0; m * positions < maps.length; m++) {
    const places = Array.from({ length: positions }, (_, p) => m * positions + p);
    const heights = places.filter((place) => seeds[place]! >= core).map((place) => maps[place]!);
    const before = Math.floor((heights.length - 1) / 2);
    const median = Math.max(...heights.filter((height) => heights.filter((other) => other < height).length <= before));
    for (const place of places) result[place] = heights.length === 0 ? maps[place]! : Math.min(maps[place]!, median);
  }
  return result;
}
