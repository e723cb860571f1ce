/**
 * Maps whose positive and negative terms cancel at all positions become 0: those whose largest magnitude is below a share of
 * the largest sum of their positive terms. What is not finite stays as it is.
 * @param maps [maps, positions], signed
 * @param positives [maps, positions]: the sum of the positive terms at each position
 * @returns [maps, positions]
 */
export function clearCancelled(
  maps: ArrayLike<number>,
  positives: ArrayLike<number>,
  { positions, share }: { positions: number; share: number },
): Float64Array {
  const cleared = Float64Array.from(maps);
  for (let first = 0; first < cleared.length; first += positions) {
    const map = cleared.subarray(first, first + positions);
    const magnitude = map.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    let positive = 0;
    for (let p = first; p < first + positions; p++) {
      if (Number.isFinite(positives[p])) positive = Math.max(positive, positives[p]!);
    }
    if (magnitude < share * positive) map.fill(0);
  }
  return cleared;
}
