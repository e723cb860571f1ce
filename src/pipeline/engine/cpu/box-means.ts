/**
 * The mean of a plane over the window of (2·radius + 1)² pixels round each of its pixels, by running sums: what is left on one side
 * goes, what comes on the other is added. Windows end at the edges.
 */
export function boxMeans(plane: Float32Array | Float64Array, width: number, radius: number): Float64Array {
  const height = plane.length / width;
  const across = new Float64Array(plane.length);
  for (let y = 0; y < height; y++) alongLine(plane, across, { first: y * width, step: 1, count: width, radius });
  const means = new Float64Array(plane.length);
  for (let x = 0; x < width; x++) alongLine(across, means, { first: x, step: width, count: height, radius });
  return means;
}

interface Line {
  readonly first: number;
  readonly step: number;
  readonly count: number;
  readonly radius: number;
}

function alongLine(from: Float32Array | Float64Array, to: Float64Array, { first, step, count, radius }: Line): void {
  let [sum, low, high] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    for (; high < Math.min(count, i + radius + 1); high++) sum += from[first + high * step]!;
    for (; low < i - radius; low++) sum -= from[first + low * step]!;
    to[first + i * step] = sum / (high - low);
  }
}
