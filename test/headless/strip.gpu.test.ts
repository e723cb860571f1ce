/** The strip's pixels: the picture itself, then each blend as it is painted alone. */
import { expect, test } from 'vitest';
import { renderStrip, stripLayout } from '../../src/headless/strip.ts';
import { pictureFromPixels } from '../../src/pipeline/picture/decode.ts';
import { createExplainer } from '../../src/pipeline/api/explainer.ts';
import { randomFrom } from '../support/random.ts';
import { tinyModel } from '../support/tiny-model.ts';

const [width, height] = [48, 32];

test('a strip is the picture and its blends', async () => {
  const random = randomFrom(7);
  const pixels = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) =>
    i % 4 === 3 ? 255 : Math.floor(256 * random()),
  );
  const picture = await pictureFromPixels(pixels, width, height, 'noise');
  const explainer = await createExplainer({ model: tinyModel(), backend: 'wasm' });
  const { explained } = await explainer.explain([picture], { methods: ['grad-cam'], layers: ['last'] });
  const choice = { method: 'grad-cam', layer: 'last', show: 'blend', colourMap: 'viridis', opacity: 0.5 } as const;
  const alone = new OffscreenCanvas(width, height);
  await explained.paint(alone, choice);
  const blend = await pixelsOf(await createImageBitmap(alone));

  const strip = await createImageBitmap(
    await renderStrip(explained, { method: 'grad-cam', layers: ['last', 'last'] }, picture),
  );
  const { canvas, left } = stripLayout(picture, 3);
  expect([strip.width, strip.height]).toEqual([canvas.width, canvas.height]);
  const tile = (index: number) => createImageBitmap(strip, left(index), 12, width, height).then(pixelsOf);
  expect(await tile(0)).toEqual(pixels);
  expect(await tile(1)).toEqual(blend);
  expect(await tile(2)).toEqual(blend);
  const caption = await pixelsOf(await createImageBitmap(strip, left(0), 12 + height, width, 36));
  expect(Math.min(...caption)).toBeLessThan(128);

  explained.destroy();
  await explainer.destroy();
});

async function pixelsOf(bitmap: ImageBitmap): Promise<Uint8ClampedArray> {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  return context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
}
