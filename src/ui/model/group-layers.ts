/** Layers that are inspected together, in one run of the network. */

/**
 * In order, as many together as fit. One of unknown size is alone, and so is one that is too large: that it is, is found
 * where it is inspected.
 * @param sizeOf in any unit; undefined if unknown
 * @param most size of a group
 */
export function groupLayers<Layer>(
  layers: readonly Layer[],
  sizeOf: (layer: Layer) => number | undefined,
  most: number,
): readonly (readonly Layer[])[] {
  const groups: Layer[][] = [];
  let room = 0;
  for (const layer of layers) {
    const size = sizeOf(layer);
    if (size === undefined || size > room || groups.length === 0) {
      groups.push([]);
      room = most;
    }
    groups.at(-1)!.push(layer);
    room -= size ?? most;
  }
  return groups;
}
