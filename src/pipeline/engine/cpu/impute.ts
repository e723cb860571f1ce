/** Of neighbours beside a pixel, and diagonally across from it. */
const [beside, diagonal] = [1 / 6, 1 / 12];

/** Of the squared residual. */
const settled = 1e-10;

/**
 * Copies of one picture in which the pixels that come first in an order are filled in from the rest, with noise: noisy
 * linear imputation (Rong et al. 2022), solved by conjugate gradients. All vectors have a frame of zeros around them.
 * @param image [channels, positions]
 * @param noise [channels, positions], added to the removed pixels
 * @param places [positions]: each pixel's place in the order, from 0
 * @param counts [copies]: how many pixels are removed
 * @returns [copies, channels, positions]
 */
export function impute(
  image: ArrayLike<number>,
  noise: ArrayLike<number>,
  places: ArrayLike<number>,
  counts: ArrayLike<number>,
  { width, iterations }: { readonly width: number; readonly iterations: number },
): Float64Array {
  const [size, positions] = [image.length, places.length];
  const framed = width + 2;
  const height = positions / width;
  const inFrame = (p: number): number => (Math.floor(p / width) + 1) * framed + (p % width) + 1;
  const imputed = new Float64Array(counts.length * size);
  const weights = weightsInside(width, height);
  for (let copy = 0; copy < counts.length; copy++) {
    const removed = Uint32Array.from(Array.from({ length: positions }, (_, p) => p)).filter(
      (p) => places[p]! < counts[copy]!,
    );
    const at = removed.map(inFrame);
    const own = Float64Array.from(removed, (p) => weights[p]!);
    for (let first = 0; first < size; first += positions) {
      const target = imputed.subarray(copy * size + first, copy * size + first + positions);
      const known = new Float64Array((height + 2) * framed);
      for (let p = 0; p < positions; p++) known[inFrame(p)] = target[p] = image[first + p]!;
      for (const place of at) known[place] = 0;
      const solution = solve(known, at, own, framed, iterations);
      removed.forEach((p, i) => (target[p] = solution[i]! + noise[first + p]!));
    }
  }
  return imputed;
}

/** @returns the values at the places `at` */
function solve(
  known: Float64Array,
  at: Uint32Array,
  own: Float64Array,
  framed: number,
  iterations: number,
): Float64Array {
  const count = at.length;
  const [solution, residual, product] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const direction = new Float64Array(known.length);
  let remaining = 0;
  for (let i = 0; i < count; i++) {
    residual[i] = around(known, at[i]!, framed);
    remaining += residual[i]! ** 2;
  }
  for (let i = 0; i < count; i++) direction[at[i]!] = residual[i]!;
  const enough = settled * remaining;
  for (let iteration = 0; iteration < iterations && remaining > enough; iteration++) {
    let products = 0;
    for (let i = 0; i < count; i++) {
      const along = direction[at[i]!]!;
      product[i] = own[i]! * along - around(direction, at[i]!, framed);
      products += along * product[i]!;
    }
    const length = remaining / products;
    let next = 0;
    for (let i = 0; i < count; i++) {
      solution[i]! += length * direction[at[i]!]!;
      residual[i]! -= length * product[i]!;
      next += residual[i]! ** 2;
    }
    const turn = next / remaining;
    remaining = next;
    for (let i = 0; i < count; i++) direction[at[i]!] = residual[i]! + turn * direction[at[i]!]!;
  }
  return solution;
}

function around(values: Float64Array, at: number, framed: number): number {
  const [above, below] = [at - framed, at + framed];
  return (
    beside * (values[at - 1]! + values[at + 1]! + values[above]! + values[below]!) +
    diagonal * (values[above - 1]! + values[above + 1]! + values[below - 1]! + values[below + 1]!)
  );
}

/** By pixel: the sum of the weights of the neighbours that exist. */
function weightsInside(width: number, height: number): Float64Array {
  return Float64Array.from({ length: width * height }, (_, p) => {
    const [x, y] = [p % width, Math.floor(p / width)];
    const across = Number(x > 0) + Number(x + 1 < width);
    const down = Number(y > 0) + Number(y + 1 < height);
    return beside * (across + down) + diagonal * across * down;
  });
}
