/** The sample photos as JPEG, at the most common size in ImageNet. */
import { samples } from '../../public/samples/samples.json';

const [width, height] = [500, 375];

/** In a worker, relative URLs start from its script, in assets/ beside the page. */
const samplesFolder = new URL(typeof document === 'undefined' ? '../samples/' : './samples/', globalThis.location.href);

export interface Photo {
  readonly name: string;
  readonly file: Blob;
  /** Index of its class. */
  readonly class: number;
  /** [x0, y0, x1, y1) */
  readonly box: readonly [number, number, number, number];
}

export function photos(): Promise<readonly Photo[]> {
  return Promise.all(
    samples.map(async ({ file: name, classIndex, box: [x0 = 0, y0 = 0, x1 = 0, y1 = 0], ...was }) => {
      const [across, down] = [width / was.width, height / was.height];
      const box = [x0 * across, y0 * down, x1 * across, y1 * down] as const;
      return { name, file: await scaled(name), class: classIndex, box };
    }),
  );
}

async function scaled(name: string): Promise<Blob> {
  const file = await (await fetch(new URL(name, samplesFolder))).blob();
  const bitmap = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
}
