/** What the two halves of the guided filter have in common. */
export interface FilterShape {
  /** Pixels, height times width. */
  readonly positions: number;
  readonly width: number;
  /** The window has (2·radius + 1)² pixels. */
  readonly radius: number;
}

/** Red, green and blue of one of the pictures [N, 3, H, W]. */
export function planesOf(
  guide: Float32Array,
  picture: number,
  positions: number,
): [Float32Array, Float32Array, Float32Array] {
  const plane = (c: number): Float32Array =>
    guide.subarray((3 * picture + c) * positions, (3 * picture + c + 1) * positions);
  return [plane(0), plane(1), plane(2)];
}
