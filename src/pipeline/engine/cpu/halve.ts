/**
 * The mean of the 3 × 3 values round every second position; what lies beyond an edge is reflected at it, and the edge not
 * repeated.
 * @param tensor [planes, height, width]
 * @param half the result's height and width: half of the tensor's, rounded either way
 * @returns [planes, half.height, half.width]
 */
export function halve(
  tensor: ArrayLike<number>,
  { width, height }: { width: number; height: number },
  half: { width: number; height: number },
): Float64Array {
  const planes = tensor.length / (width * height);
  const halved = new Float64Array(planes * half.width * half.height);
  for (let plane = 0; plane < planes; plane++) {
    for (let y = 0; y < half.height; y++) {
      for (let x = 0; x < half.width; x++) {
        let sum = 0;
        for (const down of [-1, 0, 1]) {
          for (const across of [-1, 0, 1]) {
            const [row, column] = [reflected(2 * y + down, height), reflected(2 * x + across, width)];
            sum += tensor[(plane * height + row) * width + column]!;
          }
        }
        halved[(plane * half.height + y) * half.width + x] = sum / 9;
      }
    }
  }
  return halved;
}

/** Of `count` places; one place alone is its own reflection. */
function reflected(place: number, count: number): number {
  const inside = place < 0 ? -place : place < count ? place : 2 * (count - 1) - place;
  return Math.min(Math.max(inside, 0), count - 1);
}
