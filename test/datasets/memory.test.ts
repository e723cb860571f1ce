/** However large an archive is, one picture of it is in memory. */
import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/datasets/problems.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import { tarSource } from '../../src/datasets/tar-source.ts';
import { tarBlock } from './support/tar-block.ts';

const pictures = 3000;
const pictureBytes = 100_000;
const entryBytes = 512 + Math.ceil(pictureBytes / 512) * 512;
const chunkBytes = 65_536;

/** An archive of 300 MB that exists only as far as it is asked for, and counts how far that is. */
function endless(asked: { bytes: number }): ReadableStream<Uint8Array<ArrayBuffer>> {
  const total = pictures * entryBytes + 1024;
  return new ReadableStream(
    {
      pull(controller) {
        const chunk = new Uint8Array(Math.min(chunkBytes, total - asked.bytes));
        const first = Math.floor(asked.bytes / entryBytes);
        for (let i = first; i < pictures && i * entryBytes < asked.bytes + chunk.length; i++) {
          const at = i * entryBytes - asked.bytes;
          const entry = new Uint8Array(entryBytes);
          entry.set(tarBlock({ name: `${i}.jpg`, size: pictureBytes }));
          entry.fill(i & 255, 512, 512 + pictureBytes);
          chunk.set(entry.subarray(Math.max(0, -at), chunk.length - at), Math.max(0, at));
        }
        asked.bytes += chunk.length;
        controller.enqueue(chunk);
        if (asked.bytes === total) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

describe('an archive of 300 MB', () => {
  it.each([
    ['reading every picture', () => true],
    ['reading every seventh', (i: number) => i % 7 === 0],
  ])('is never asked for more than a chunk ahead: %s', async (_, wanted) => {
    const asked = { bytes: 0 };
    const problems = new Problems();
    const source = tarSource('large.tar', () => endless(asked));
    let [seen, furthestAhead] = [0, 0];
    for await (const picture of readPictures([source], problems.report)) {
      furthestAhead = Math.max(furthestAhead, asked.bytes - (seen * entryBytes + 512));
      if (wanted(seen)) {
        const content = new Uint8Array(await (await picture.read())!.arrayBuffer());
        expect([content.length, content[0], content.at(-1)]).toEqual([pictureBytes, seen & 255, seen & 255]);
        furthestAhead = Math.max(furthestAhead, asked.bytes - (seen * entryBytes + 512 + pictureBytes));
      }
      seen++;
    }
    expect(seen).toBe(pictures);
    expect([...problems]).toEqual([]);
    expect(furthestAhead).toBeLessThanOrEqual(chunkBytes);
    expect(furthestAhead).toBeGreaterThan(0);
  });
});
