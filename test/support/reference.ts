/** ResNet-50's numbers from an independent implementation, and the photos they belong to. */
import { decode } from 'fast-png';
import { pictureFromPixels } from '../../src/pipeline/picture/decode.ts';
import type { Picture } from '../../src/pipeline/types.ts';

export interface Reference {
  readonly class_index: number;
  readonly logits: readonly number[];
  readonly top5: readonly { readonly index: number; readonly logit: number }[];
  readonly layers: Readonly<Record<string, { readonly maps: Readonly<Record<string, readonly number[]>> }>>;
  /** Means over blocks of 16 × 16 pixels of the largest magnitude of the colours. */
  readonly input_gradients: Readonly<Record<string, readonly number[]>>;
}

export const referencePictures = ['german-shepherd', 'giant-panda'] as const;

/** In the browser, at 224 × 224 pixels. */
export async function loadReference(name: string): Promise<{ expected: Reference; picture: Picture }> {
  const folder = '/test/fixtures/reference';
  const expected = (await (await fetch(`${folder}/${name}.json`)).json()) as Reference;
  const png = decode(await (await fetch(`${folder}/${name}-224.png`)).arrayBuffer());
  const pixels = new Uint8ClampedArray(png.width * png.height * 4).fill(255);
  for (let i = 0; i < png.width * png.height; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = png.data[png.channels * i + c] ?? 0;
  }
  return { expected, picture: await pictureFromPixels(pixels, png.width, png.height, name) };
}
