/** Points of a scatter, in CSS pixels. */
export interface PointPlace {
  readonly x: number;
  readonly y: number;
}

/**
 * @param most distance, in CSS pixels
 * @returns the index of the nearest point, the first of equals; undefined if none is that near
 */
export function nearestPoint(places: Iterable<PointPlace>, { x, y }: PointPlace, most: number): number | undefined {
  let found: number | undefined;
  let least = most;
  let index = 0;
  for (const place of places) {
    const distance = Math.hypot(place.x - x, place.y - y);
    if (distance < least || (distance === least && found === undefined)) [found, least] = [index, distance];
    index++;
  }
  return found;
}

/** A range that holds all values, the same for both axes; 0 … 1 if they are within it. */
export function commonRange(values: readonly number[]): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low >= 0 && high <= 1) return [0, 1];
  const room = 0.05 * (high - low || 1);
  return [low - room, high + room];
}
