import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConventionName } from '../../../src/pipeline/recipe/conventions.ts';
import { createExplainer } from '../../../src/pipeline/api/explainer.ts';
import { OpenPicture } from '../../../src/pipeline/api/open-picture.ts';
import { bytesOf, pictureOf } from '../../support/gpu.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const size = { width: 24, height: 18 };
const look = { layer: 'last', show: 'heatmap', opacity: 1, colourMap: 'viridis' } as const;

async function openPicture(mostPixels?: number) {
  const bytes = Uint8Array.from({ length: 4 * size.width * size.height }, (_, i) =>
    i % 4 === 3 ? 255 : (7 * i) % 251,
  );
  const picture = await pictureOf(bytes, size);
  const explainer = await createExplainer({ model: tinyModel(), backend: 'cpu' });
  onTestFinished(() => explainer.destroy());
  const open = new OpenPicture(picture, mostPixels);
  const explain = async (method: string, keep: boolean, convention: ConventionName = 'paper') => {
    const make = () => explainer.explain([picture], { methods: [method], conventions: [convention] });
    open.add(await make(), keep, make);
  };
  return { open, explain, made: () => open.explanations.map(({ method }) => method) };
}

describe('a picture that stays open', () => {
  it('keeps earlier explanations where that is asked, to be painted beside the new one', async () => {
    const { open, explain, made } = await openPicture();
    await explain('cam', false);
    await explain('grad-cam', true);
    expect(made()).toEqual(['cam', 'grad-cam']);
    await open.paint(size, { ...look, method: 'cam' });
    await open.paint(size, { ...look, method: 'grad-cam' });
  });

  it('paints the convention that is asked for', async () => {
    const { open, explain } = await openPicture();
    await explain('cam', false);
    await explain('cam', true, 'torch-cam');
    const painted = async (convention: ConventionName): Promise<string> => {
      const bitmap = await open.paint(size, { ...look, method: 'cam', convention });
      return bytesOf({ name: 'painted', bitmap, ...size }).join();
    };
    // Upsampled values do not reach the layer's extremes, which are 0 and 1 there.
    expect(await painted('paper')).not.toBe(await painted('torch-cam'));
    await expect(painted('pytorch-grad-cam')).rejects.toMatchObject({ code: 'bad-option' });
  });

  it('drops them where it is not', async () => {
    const { open, explain, made } = await openPicture();
    await explain('cam', false);
    await explain('grad-cam', false);
    expect(made()).toEqual(['grad-cam']);
    await expect(open.paint(size, { ...look, method: 'cam' })).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining('not explained by cam at last') as string,
    });
  });

  it('drops the oldest when there are too many pixels, never the newest', async () => {
    const { explain, made } = await openPicture(2 * size.width * size.height);
    await explain('cam', false);
    await explain('grad-cam', true);
    expect(made()).toEqual(['cam', 'grad-cam']);
    await explain('cam', true);
    expect(made()).toEqual(['grad-cam', 'cam']);
    const crowded = await openPicture(1);
    await crowded.explain('cam', false);
    await crowded.explain('grad-cam', true);
    expect(crowded.made()).toEqual(['grad-cam']);
  });

  it('finds the boxes of all of them at another threshold', async () => {
    const { open, explain } = await openPicture();
    await expect(open.locate(0.5)).rejects.toMatchObject({ code: 'bad-option' });
    await explain('cam', false);
    await explain('grad-cam', true);
    const before = open.explanations;
    const located = await open.locate(0.9);
    expect(located.map(({ method, threshold }) => [method, threshold])).toEqual([
      ['cam', 0.9],
      ['grad-cam', 0.9],
    ]);
    expect(located).toEqual(open.explanations);
    expect(located.map(({ maximum }) => maximum)).toEqual(before.map(({ maximum }) => maximum));
    const area = (at: typeof located) => at.map(({ boxes }) => boxes.reduce((sum, box) => sum + box.area, 0));
    area(located).forEach((pixels, i) => expect(pixels).toBeLessThan(area(before)[i] ?? 0));
  });
});
