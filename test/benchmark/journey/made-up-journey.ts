/** A model and a photo for journeys in tests. */
import type { ModelSource } from '../../../src/pipeline/model/model.ts';
import { madeUpPicture } from '../../../src/benchmark/stages/made-up.ts';
import { tinyModel } from '../../support/tiny-model.ts';

export function tinySource(): ModelSource {
  const { bytes, classes, description } = tinyModel();
  const { name, input, logits, layers, defaultLayer, strip } = description;
  const { size, normalization } = input;
  return {
    ...{ url: URL.createObjectURL(new Blob([bytes])), file: 'tiny.onnx' },
    description: { name, size, normalization, logits, layers, defaultLayer, strip, classes },
  };
}

export async function photoFile(): Promise<Blob> {
  const { bitmap, width, height } = await madeUpPicture({ width: 60, height: 40 });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
