/** Files of pictures of different sizes, with boxes and classes of the tiny network. */
import type { UndecodedPicture } from '../../../src/runs/measure-files.ts';
import { blocks } from '../../support/blocks.ts';
import { tinyClasses } from '../../support/tiny-model.ts';

const sizes = [
  [64, 48],
  [33, 57],
  [200, 90],
  [7, 9],
  [64, 48],
  [120, 120],
] as const;

export function pictureFiles(): Promise<UndecodedPicture[]> {
  return Promise.all(
    sizes.map(async ([width, height], i) => ({
      file: await png(width, height, i),
      truth: {
        ...{ id: `${i}`, path: `${i}.png`, class: i % tinyClasses.length },
        boxes: [[1, 2, width / 2, height / 2] as const, [width / 4, 1, width, height] as const],
      },
    })),
  );
}

async function png(width: number, height: number, seed: number): Promise<Blob> {
  const { bitmap } = await blocks(width, height, seed);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
