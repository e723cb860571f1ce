/** Changes of bytes that know nothing of what the bytes mean. */
import type { Mutation } from './kind.ts';

/** Where a length, a count or a sign may be. */
const telling = [0, 1, 0x7f, 0x80, 0xff];

const cutOff: Mutation = (input, random) => input.slice(0, random.below(input.length));

/** One to four bytes, each by another or by one of its bits. */
const changeBytes: Mutation = (input, random) => {
  const bytes = input.slice();
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const at = random.below(bytes.length);
    const ways = [random.below(256), random.pick(telling), (bytes[at] ?? 0) ^ (1 << random.below(8))];
    bytes[at] = random.pick(ways);
  }
  return bytes;
};

/** A stretch over another. */
const overwrite: Mutation = (input, random) => {
  const bytes = input.slice();
  const from = random.below(bytes.length);
  return bytes.copyWithin(random.below(bytes.length), from, from + random.below(40));
};

/** A stretch again, up to 30 times, behind itself. */
const repeat: Mutation = (input, random) => {
  const from = random.below(input.length);
  const part = input.subarray(from, from + 1 + random.below(100));
  const parts = [input.subarray(0, from), ...Array.from({ length: 2 + random.below(30) }, () => part)];
  return joined([...parts, input.subarray(from + part.length)]);
};

const remove: Mutation = (input, random) => {
  const from = random.below(input.length);
  return joined([input.subarray(0, from), input.subarray(from + 1 + random.below(40))]);
};

export const byteMutations: readonly Mutation[] = [cutOff, changeBytes, changeBytes, overwrite, repeat, remove];

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
