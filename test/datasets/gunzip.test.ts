/** gzip of one member and of several, whole and damaged: by the browser's decompressor, and by the one behind it. */
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/datasets/byte-reader.ts';
import { gunzip, unpackMembers } from '../../src/datasets/gunzip.ts';
import { randomFrom } from '../support/random.ts';
import { gzipped } from './support/sources.ts';
import { join } from './support/tar-block.ts';

const next = randomFrom(7);
/** Half of it can be packed. */
const content = Uint8Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 7 : Math.floor(next() * 256)));

async function all(chunks: AsyncIterable<Uint8Array>): Promise<{ bytes: Uint8Array; fault: string }> {
  const read: Uint8Array[] = [];
  try {
    for await (const chunk of chunks) read.push(chunk.slice());
  } catch (error) {
    return { bytes: join(...read), fault: String(error) };
  }
  return { bytes: join(...read), fault: '' };
}

async function* viaBoth(packed: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array> {
  const open = (): ByteReader => new ByteReader(new Blob([packed]).stream());
  const reader = new ByteReader(gunzip(open(), async () => open()));
  for (let chunk = await reader.some(Infinity); chunk !== undefined; chunk = await reader.some(Infinity)) yield chunk;
}

const viaMembers = (packed: Uint8Array<ArrayBuffer>): AsyncIterable<Uint8Array> =>
  unpackMembers(new ByteReader(new Blob([packed]).stream()));

describe.each([
  ['the browser first', viaBoth],
  ['the other alone', viaMembers],
])('unpacking by %s', (_, via) => {
  it.each([1, 2, 40])('%i members', async (members) => {
    const step = Math.ceil(content.length / members);
    const parts = Array.from({ length: members }, (_member, i) => content.slice(i * step, (i + 1) * step));
    const packed = join(...(await Promise.all(parts.map(gzipped))));
    const { bytes, fault } = await all(via(packed));
    expect([fault, bytes.length]).toEqual(['', content.length]);
    expect(Buffer.compare(bytes, content)).toBe(0);
  });

  it('what breaks off gives what comes before, and fails', async () => {
    const packed = join(await gzipped(content.slice(0, 70_000)), await gzipped(content.slice(70_000)));
    for (const cut of [0.3, 0.6, 0.9].map((part) => Math.floor(packed.length * part)).concat(packed.length - 1)) {
      const { bytes, fault } = await all(via(packed.slice(0, cut)));
      expect(fault, `cut at ${cut}`).not.toBe('');
      expect(Buffer.compare(bytes, content.subarray(0, bytes.length))).toBe(0);
      expect(bytes.length).toBeGreaterThan(cut / 2 - 40_000);
    }
  });

  it('a byte that differs is never passed over', async () => {
    const packed = join(await gzipped(content.slice(0, 70_000)), await gzipped(content.slice(70_000)));
    for (let at = 10; at < packed.length; at += 4001) {
      const changed = packed.slice();
      changed[at]! ^= 1;
      expect((await all(via(changed))).fault, `byte ${at}`).not.toBe('');
    }
    const wrongSum = packed.slice();
    wrongSum[wrongSum.length - 8]! ^= 1;
    expect((await all(via(wrongSum))).fault).not.toBe('');
  });
});
