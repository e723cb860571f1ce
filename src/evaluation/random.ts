/** Seeded random whole numbers, the same on every machine: only 32-bit integer steps decide them. */

/**
 * sfc32, a small fast counting generator (Doty-Humphrey, PractRand), seeded as PractRand does.
 * @returns a function from n to a whole number 0 … n − 1, for n up to 2²¹
 */
export function randomIndices(seed: number): (n: number) => number {
  let [a, b, c, counter] = [0, seed | 0, (seed / 2 ** 32) | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  // Exact, since the product is below 2⁵³; no number is likelier than another by more than n / 2³².
  return (n) => Math.floor((next() * n) / 2 ** 32);
}
