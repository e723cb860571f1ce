/**
 * Bicubic resizing like OpenCV's INTER_CUBIC: a = −0.75, half-pixel centres, clamped at the borders, not antialiased.
 * The weights are float32 and the sums float64, as in OpenCV for maps of doubles; the published numbers depend on the
 * eight bits that the result is cut to, so the rounding is reproduced too.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** For each output position, four source indices and their weights. */
interface Taps {
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

const a = -0.75;
const f = Math.fround;

/** Keys' cubic convolution kernel at the four taps round a position `x` (0 … 1) past the second one. */
function cubicWeights(x: number): [number, number, number, number] {
  const near = (t: number): number => f(f(f(f(f(f(a + 2) * t) - f(a + 3)) * t) * t) + 1);
  const first = f(f(f(f(f(f(a * f(x + 1)) - 5 * a) * f(x + 1)) + 8 * a) * f(x + 1)) - 4 * a);
  const [second, third] = [near(x), near(f(1 - x))];
  return [first, second, third, f(f(f(1 - first) - second) - third)];
}

function taps(from: number, to: number): Taps {
  const indices = new Int32Array(4 * to);
  const weights = new Float64Array(4 * to);
  const scale = 1 / (to / from);
  for (let i = 0; i < to; i++) {
    const position = f((i + 0.5) * scale - 0.5);
    const second = Math.floor(position);
    weights.set(cubicWeights(f(position - second)), 4 * i);
    for (let k = 0; k < 4; k++) indices[4 * i + k] = Math.min(from - 1, Math.max(0, second - 1 + k));
  }
  return { indices, weights };
}

/**
 * @param map [height, width], row by row
 * @returns [to.height, to.width]
 */
export function resizeCubic(map: ArrayLike<number>, from: Size, to: Size): Float64Array {
  const across = taps(from.width, to.width);
  const down = taps(from.height, to.height);

  const widened = new Float64Array(from.height * to.width);
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < to.width; x++) {
      let sum = 0;
      for (let k = 4 * x; k < 4 * x + 4; k++) sum += map[y * from.width + across.indices[k]!]! * across.weights[k]!;
      widened[y * to.width + x] = sum;
    }
  }

  const resized = new Float64Array(to.height * to.width);
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      let sum = 0;
      for (let k = 4 * y; k < 4 * y + 4; k++) sum += widened[down.indices[k]! * to.width + x]! * down.weights[k]!;
      resized[y * to.width + x] = sum;
    }
  }
  return resized;
}
