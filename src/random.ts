/** The source of all chance: seeded, and the same on every machine, since only 32-bit integer steps decide it. */

/**
 * sfc32, a small fast counting generator (Doty-Humphrey, PractRand), seeded as PractRand does.
 * @param low and `high`: the halves of the seed; whole numbers, of which the lowest 32 bits count
 * @returns a function that gives whole numbers 0 … 2³² − 1
 */
export function sfc32(low: number, high: number): () => number {
  let [a, b, c, counter] = [0, low | 0, high | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
