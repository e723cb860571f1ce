/**
 * The only source of randomness: seeded, and the same on every machine, because it uses only 32-bit integer operations.
 */

/** A seed of its own for each text, such as a picture's id: its 32-bit FNV-1a hash of UTF-16 code units. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * sfc32, a small fast counting generator (Doty-Humphrey, PractRand), seeded as in PractRand.
 * @param low and `high`: the halves of the seed; whole numbers, of which the lowest 32 bits are used
 * @returns a function that returns whole numbers 0 … 2³² − 1
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

/** Seeded random whole numbers. @returns a function from n to a whole number 0 … n − 1, for n up to 2²¹ */
export function randomIndices(seed: number): (n: number) => number {
  const next = sfc32(seed, Math.trunc(seed / 2 ** 32));
  // Exact, because the product is below 2⁵³; probabilities of numbers differ by at most n / 2³².
  return (n) => Math.floor((next() * n) / 2 ** 32);
}
