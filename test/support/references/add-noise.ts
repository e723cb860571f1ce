import { tensor } from './sum.ts';

export interface Noise {
  readonly entry: number;
  readonly size: number;
  readonly copies: number;
  /** Copy `i` is sample `first + i`. */
  readonly first: number;
  readonly seed: number;
  /** Standard deviation. */
  readonly sigma: number;
}

/**
 * Copies of one entry of [entries, size], each with its own Gaussian noise.
 * @returns [copies, size]
 */
export function addNoise(values: ArrayLike<number>, { entry, size, copies, first, seed, sigma }: Noise): Float64Array {
  return tensor(copies * size, (i) => {
    const [copy, element] = [Math.floor(i / size), i % size];
    return values[entry * size + element]! + sigma * gaussian(element, first + copy, seed);
  });
}

/** Box and Muller (1958), from two numbers of 24 bits: one in (0, 1], one in [−1/2, 1/2). */
function gaussian(element: number, sample: number, seed: number): number {
  const [x, y] = pcg3d([element, sample, seed]).map((word) => Math.floor(word / 2 ** 8) / 2 ** 24) as [number, number];
  return Math.sqrt(-2 * Math.log(x + 2 ** -24)) * Math.cos(2 * Math.PI * (y - 0.5));
}

/** PCG3D (Jarzynski and Olano, Hash Functions for GPU Rendering, 2020), in whole numbers of any size. */
export function pcg3d(seeds: readonly [number, number, number]): [number, number, number] {
  const modulus = 2n ** 32n;
  let [x, y, z] = seeds.map((seed) => (BigInt(seed) * 1664525n + 1013904223n) % modulus) as [bigint, bigint, bigint];
  const stir = (): void => {
    x = (x + y * z) % modulus;
    y = (y + z * x) % modulus;
    z = (z + x * y) % modulus;
  };
  stir();
  [x, y, z] = [x ^ (x >> 16n), y ^ (y >> 16n), z ^ (z >> 16n)];
  stir();
  return [Number(x), Number(y), Number(z)];
}
