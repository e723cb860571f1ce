/** Compares the bits of results. */

/**
 * @param names of the arrays
 * @returns a sentence about the first 4-byte word that differs; undefined if all are the same
 */
export function differingWord(
  names: readonly string[],
  actual: readonly ArrayBuffer[],
  expected: readonly ArrayBuffer[],
): string | undefined {
  for (const [i, name] of names.entries()) {
    const [is, wanted] = [new Uint32Array(actual[i]!), new Uint32Array(expected[i]!)];
    const place = wanted.findIndex((word, at) => word !== is[at]);
    if (place >= 0) {
      const bits = (word: number): string => `0x${word.toString(16).padStart(8, '0')}`;
      return `In ${name}, word ${place} is ${bits(is[place]!)}, but ${bits(wanted[place]!)} was expected.`;
    }
  }
  return undefined;
}
