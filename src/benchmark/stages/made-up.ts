/** Deterministic synthetic data for the stages. */
import { pictureFromPixels } from '../../pipeline/picture/decode.ts';
import type { Picture, Size } from '../../pipeline/types.ts';
import { sfc32 } from '../../random.ts';

/** `signed`: −1…1. `positive`: as after ReLU, half of them 0. `share`: 0…1. */
export type ValueKind = 'signed' | 'positive' | 'share';

const kinds: Readonly<Record<ValueKind, (share: number) => number>> = {
  signed: (share) => 2 * share - 1,
  positive: (share) => Math.max(0, 2 * share - 1),
  share: (share) => share,
};

export function madeUpValues(count: number, kind: ValueKind, seed: number): Float32Array<ArrayBuffer> {
  const random = sfc32(seed, 12);
  const of = kinds[kind];
  return Float32Array.from({ length: count }, () => of(random() / 2 ** 32));
}

/** A picture that is neither uniform nor noise. */
export function madeUpPicture({ width, height }: Size): Promise<Picture> {
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      pixels[i] = (x * 255) / width;
      pixels[i + 1] = (y * 255) / height;
      pixels[i + 2] = (x ^ y) & 255;
      pixels[i + 3] = 255;
    }
  }
  return pictureFromPixels(pixels, width, height, `${width} × ${height}`);
}
