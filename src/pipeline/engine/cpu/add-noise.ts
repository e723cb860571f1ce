/**
 * Copies of one entry of a tensor, each with Gaussian noise of its own: a function of seed, sample and element alone.
 * @param tensor [entries, size]
 * @param sigma standard deviation
 * @param first copy `i` is sample `first + i`
 * @returns [copies, size]
 */
export function addNoise(
  tensor: ArrayLike<number>,
  { entry, size, copies, first, seed, sigma }: Readonly<Record<Parameter, number>>,
): Float64Array {
  const noisy = new Float64Array(copies * size);
  for (let copy = 0; copy < copies; copy++) {
    for (let i = 0; i < size; i++) {
      noisy[copy * size + i] = tensor[entry * size + i]! + sigma * gaussian(i, first + copy, seed);
    }
  }
  return noisy;
}

type Parameter = 'entry' | 'size' | 'copies' | 'first' | 'seed' | 'sigma';

/** 24 bits of randomness each, as many as a float32 holds exactly. */
const steps = 2 ** 24;

/** Box and Muller: mean 0, variance 1. */
function gaussian(element: number, sample: number, seed: number): number {
  const [x, y] = hash(element, sample, seed);
  const radius = Math.sqrt(-2 * Math.log(((x >>> 8) + 1) / steps));
  return radius * Math.cos(2 * Math.PI * ((y >>> 8) / steps - 0.5));
}

/** PCG3D: Jarzynski and Olano, Hash Functions for GPU Rendering, 2020. Three whole numbers below 2³². */
export function hash(...seeds: [number, number, number]): [number, number, number] {
  let [x, y, z] = [congruential(seeds[0]), congruential(seeds[1]), congruential(seeds[2])];
  for (let round = 0; round < 2; round++) {
    if (round > 0) [x, y, z] = [folded(x), folded(y), folded(z)];
    x = (x + Math.imul(y, z)) >>> 0;
    y = (y + Math.imul(z, x)) >>> 0;
    z = (z + Math.imul(x, y)) >>> 0;
  }
  return [x, y, z];
}

function congruential(value: number): number {
  return (Math.imul(value, 1664525) + 1013904223) >>> 0;
}

function folded(value: number): number {
  return (value ^ (value >>> 16)) >>> 0;
}
