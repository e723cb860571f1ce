/** However large an archive is, one picture of it is in memory. */
import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/datasets/problems.ts';
import { readPictures } from '../../src/datasets/read-pictures.ts';
import { tarSource } from '../../src/datasets/tar-source.ts';
import { join, tarBlock, tarEntry } from './support/tar-block.ts';

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

const hugeBytes = 6 * 2 ** 30;

/** An archive of one entry of 6 GB of zeros, and a small picture behind it, in pieces that share their memory. */
function huge(): ReadableStream<Uint8Array<ArrayBuffer>> {
  const zeros = new Uint8Array(2 ** 20);
  let left = hugeBytes;
  const [head, tail] = [tarBlock({ name: 'zeros.png', size: hugeBytes }), tarEntry({ name: 'small.png' }, 'small')];
  const pieces = function* (): Generator<Uint8Array<ArrayBuffer>> {
    yield head;
    for (; left > 0; left -= zeros.length) yield zeros;
    yield tail;
    yield new Uint8Array(1024);
  };
  const rest = pieces();
  return new ReadableStream(
    {
      pull: (controller) => {
        const { value, done } = rest.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

describe('an entry of 6 GB', () => {
  it('is named and skipped as it streams, and the next is read', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 20);
    const problems = new Problems();
    const read: string[] = [];
    for await (const picture of readPictures([tarSource('huge.tar', huge)], problems.report)) {
      read.push(`${picture.id}: ${await (await picture.read())!.text()}`);
    }
    clearInterval(watch);
    expect(read).toEqual(['small: small']);
    expect([...problems]).toEqual([
      {
        id: 'zeros',
        code: 'limit-exceeded',
        message: `zeros.png in huge.tar has 6442450944 bytes; the limit for pictures is 268435456 bytes (256 MiB).`,
      },
    ]);
    expect(most - before).toBeLessThan(64 * 2 ** 20);
  });

  it('packed a thousand to one takes no more memory', async () => {
    const zeros = new Uint8Array(2 ** 20);
    const sizeBytes = 2 ** 28 + 2 ** 20;
    let left = sizeBytes;
    const packed = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        start: (controller) => controller.enqueue(tarBlock({ name: 'zeros.png', size: sizeBytes })),
        pull: (controller) => {
          if (left > 0) controller.enqueue(zeros);
          else {
            controller.enqueue(join(tarEntry({ name: 'small.png' }, 'small'), new Uint8Array(1024)));
            controller.close();
          }
          left -= zeros.length;
        },
      },
      { highWaterMark: 0 },
    ).pipeThrough(new CompressionStream('gzip'));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    expect(bytes.length).toBeLessThan(2 ** 21);

    const problems = new Problems();
    const source = tarSource('huge.tar.gz', () => new Blob([bytes]).stream());
    const read: string[] = [];
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 20);
    for await (const picture of readPictures([source], problems.report))
      read.push(await (await picture.read())!.text());
    clearInterval(watch);
    expect(read).toEqual(['small']);
    expect([...problems].map(({ code }) => code)).toEqual(['limit-exceeded']);
    // What one piece of a packed file unpacks to, twice.
    expect(most - before).toBeLessThan(192 * 2 ** 20);
  });
});
