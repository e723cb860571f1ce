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
  // Three columns beside each other, and three rows above each other, for each place of the result.
  const columns = Array.from({ length: half.width }, (_, x) => around(2 * x, width));
  const rows = Array.from({ length: half.height }, (_, y) => around(2 * y, height));
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (const [above, middle, below] of rows) {
      const top = (plane * height + above) * width;
      const here = (plane * height + middle) * width;
      const bottom = (plane * height + below) * width;
      for (const [left, centre, right] of columns) {
        const first = tensor[top + left]! + tensor[top + centre]! + tensor[top + right]!;
        const second = first + tensor[here + left]! + tensor[here + centre]! + tensor[here + right]!;
        halved[at++] = (second + tensor[bottom + left]! + tensor[bottom + centre]! + tensor[bottom + right]!) / 9;
      }
    }
  }
  return halved;
}

type Three = readonly [number, number, number];

/** A place, and those before and after it. */
function around(place: number, count: number): Three {
  return [reflected(place - 1, count), reflected(place, count), reflected(place + 1, count)];
}

/** Of `count` places; one place alone is its own reflection. */
function reflected(place: number, count: number): number {
  const inside = place < 0 ? -place : place < count ? place : 2 * (count - 1) - place;
  return Math.min(Math.max(inside, 0), count - 1);
}
