/** By neighbour: rows down, columns across, and its weight (Rong et al. 2022). */
const neighbours = [-1, 0, 1].flatMap((down) =>
  [-1, 0, 1].flatMap((across) =>
    down === 0 && across === 0 ? [] : [[down, across, down === 0 || across === 0 ? 1 / 6 : 1 / 12] as const],
  ),
);

/**
 * Noisy linear imputation by elimination: every removed pixel is the mean of its neighbours inside the picture, by their
 * weights, plus noise.
 * @param image [channels, positions]
 * @param noise [channels, positions]
 * @param places [positions], from 0
 * @param counts [copies], less than all positions
 * @returns [copies, channels, positions]
 */
export function impute(
  image: ArrayLike<number>,
  noise: ArrayLike<number>,
  places: ArrayLike<number>,
  counts: readonly number[],
  width: number,
): Float64Array {
  const positions = places.length;
  const channels = image.length / positions;
  return Float64Array.from(
    counts.flatMap((count) => {
      const removed = Array.from({ length: positions }, (_, p) => p).filter((p) => places[p]! < count);
      const rows = removed.map((p) => equation(p, removed, image, width, positions, channels));
      const solved = eliminate(rows, width + 2, channels);
      return Array.from({ length: channels * positions }, (_, i) => {
        const found = removed.indexOf(i % positions);
        return found < 0 ? image[i]! : solved[found]![Math.floor(i / positions)]! + noise[i]!;
      });
    }),
  );
}

interface Equation {
  /** By unknown. */
  readonly left: Float64Array;
  /** By channel. */
  readonly right: number[];
}

function equation(
  p: number,
  removed: readonly number[],
  image: ArrayLike<number>,
  width: number,
  positions: number,
  channels: number,
): Equation {
  const left = new Float64Array(removed.length);
  const right = new Array<number>(channels).fill(0);
  for (const [down, across, weight] of neighbours) {
    const [x, y] = [(p % width) + across, Math.floor(p / width) + down];
    if (x < 0 || y < 0 || x >= width || y >= positions / width) continue;
    const other = y * width + x;
    left[removed.indexOf(p)]! += weight;
    if (removed.includes(other)) left[removed.indexOf(other)]! -= weight;
    else right.forEach((_, c) => (right[c]! += weight * image[c * positions + other]!));
  }
  return { left, right };
}

/** Without pivots: the matrix is positive definite. @param band no further from the diagonal is a number other than 0 */
function eliminate(rows: readonly Equation[], band: number, channels: number): number[][] {
  const last = rows.length - 1;
  for (const [i, { left, right }] of rows.entries()) {
    for (let k = i + 1; k <= Math.min(last, i + band); k++) {
      const factor = rows[k]!.left[i]! / left[i]!;
      for (let j = i; j <= Math.min(last, i + band); j++) rows[k]!.left[j]! -= factor * left[j]!;
      for (let c = 0; c < channels; c++) rows[k]!.right[c]! -= factor * right[c]!;
    }
  }
  const solved: number[][] = rows.map(() => []);
  for (let i = last; i >= 0; i--) {
    for (let c = 0; c < channels; c++) {
      let sum = rows[i]!.right[c]!;
      for (let j = i + 1; j <= Math.min(last, i + band); j++) sum -= rows[i]!.left[j]! * solved[j]![c]!;
      solved[i]![c] = sum / rows[i]!.left[i]!;
    }
  }
  return solved;
}
