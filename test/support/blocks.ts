/** Pictures of blocks of 8 × 8 pixels of random colour, so that a small network sees structure. */
import { pictureFromPixels } from '../../src/pipeline/picture/decode.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { randomFrom } from './random.ts';

export function blocks(width: number, height: number, seed: number): Promise<Picture> {
  const random = randomFrom(seed);
  const across = Math.ceil(width / 8);
  const colours = Array.from({ length: across * Math.ceil(height / 8) * 3 }, () => Math.floor(random() * 256));
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    const block = Math.floor(Math.floor(i / width) / 8) * across + Math.floor((i % width) / 8);
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = colours[3 * block + c] ?? 0;
  }
  return pictureFromPixels(pixels, width, height, `blocks ${seed}`);
}
