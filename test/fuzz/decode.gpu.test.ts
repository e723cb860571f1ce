/**
 * Mutated pictures through the browser's own decoders: a picture of the size that its header states, or a named error.
 * `VITE_FUZZ_PICTURES` says how many, `VITE_FUZZ_SEED` which; the same are always the same.
 */
import { expect, test } from 'vitest';
import { describeError } from '../../src/errors.ts';
import { closePicture, decodeChecked } from '../../src/pipeline/picture/decode.ts';
import { checkPicture } from '../../src/pipeline/picture/header/check-picture.ts';
import { join } from '../datasets/support/tar-block.ts';
import { limits } from './limits.ts';
import { byteMutations } from './mutate-bytes.ts';
import { Random } from './random.ts';

const env = import.meta.env as Readonly<Record<string, string | undefined>>;
const count = Number(env['VITE_FUZZ_PICTURES'] ?? 400);
const seed = Number(env['VITE_FUZZ_SEED'] ?? 1);

const files = ['photo.jpg', 'progressive.jpg', 'rotated.jpg', 'cmyk.jpg', 'sixteen-bit.png', 'transparent.png']
  .concat(['animated.gif', 'photo.avif', 'turned-by-exif.webp', 'wide-2000x1.png', 'one-pixel.png'])
  .map(async (name) => new Uint8Array(await (await fetch(`/test/fixtures/pictures/${name}`)).arrayBuffer()));

test(`${count} mutated pictures are decoded, or refused by name`, { timeout: 3_600_000 }, async () => {
  const originals = await Promise.all(files);
  const outcomes = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const random = new Random(seed, i);
    let bytes = random.pick(originals);
    for (let left = 1 + random.below(3); left > 0; left--) {
      // Half of them in front, where the header is.
      const head = random.oneIn(2) ? 200 : bytes.length;
      bytes = join(random.pick(byteMutations)(bytes.subarray(0, head), random), bytes.subarray(head));
    }
    const file = new Blob([new Uint8Array(bytes)]);
    const beganMs = performance.now();
    let outcome: string;
    try {
      const header = await checkPicture(file, `input ${i}`);
      const picture = await decodeChecked(file, `input ${i}`, header);
      outcome = header.format;
      if (header.size !== undefined) {
        const { width, height } = header.size;
        expect([width, height].sort(), `input ${i}`).toEqual([picture.width, picture.height].sort());
      }
      closePicture(picture);
    } catch (error) {
      outcome = describeError(error).code;
      expect(['picture-unreadable', 'picture-empty'], `input ${i}: ${String(error)}`).toContain(outcome);
    }
    expect(performance.now() - beganMs, `input ${i}`).toBeLessThan(1000 * limits.seconds);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  console.log(`seed ${seed}: ${[...outcomes].map(([outcome, times]) => `${times} ${outcome}`).join(', ')}`);
  expect(outcomes.get('picture-unreadable')).toBeGreaterThan(0);
  expect(outcomes.get('jpeg')).toBeGreaterThan(0);
});
