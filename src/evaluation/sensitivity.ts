/**
 * How far one map is from another, relative to its own length: ‖other − map‖₂ / ‖map‖₂.
 * @param map and `other`, of equal length
 * @returns 0 or more; undefined if the map is zero everywhere
 */
export function relativeDistance(map: ArrayLike<number>, other: ArrayLike<number>): number | undefined {
  let [squares, differences] = [0, 0];
  for (let i = 0; i < map.length; i++) {
    squares += map[i]! ** 2;
    differences += (other[i]! - map[i]!) ** 2;
  }
  return squares > 0 ? Math.sqrt(differences / squares) : undefined;
}
