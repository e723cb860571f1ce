interface Sides {
  readonly width: number;
  readonly height: number;
}

/**
 * The mean of the 3 × 3 values round every second position, of planes that go on beyond their edges as mirrors do: the edge itself is
 * not repeated. One place alone is its own mirror.
 * @param tensor [planes, height, width]
 * @returns [planes, half.height, half.width]
 */
export function halve(tensor: ArrayLike<number>, { width, height }: Sides, half: Sides): Float64Array {
  const pixels = width * height;
  const planes = tensor.length / pixels;
  /** Places −1 … count along one side. */
  const mirrored = (count: number): number[] =>
    count === 1 ? [0, 0, 0] : [1, ...Array.from({ length: count }, (_, i) => i), count - 2];
  const [rows, columns] = [mirrored(height), mirrored(width)];
  const means: number[] = [];
  for (let plane = 0; plane < planes; plane++) {
    const padded = rows.map((y) => columns.map((x) => tensor[plane * pixels + y * width + x]!));
    for (let y = 0; y < half.height; y++) {
      for (let x = 0; x < half.width; x++) {
        const window = padded.slice(2 * y, 2 * y + 3).flatMap((row) => row.slice(2 * x, 2 * x + 3));
        means.push(window.reduce((sum, value) => sum + value, 0) / 9);
      }
    }
  }
  return Float64Array.from(means);
}
