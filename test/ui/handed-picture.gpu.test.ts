/** The page that explains, opened by a link that hands it a picture. */
import { describe, expect, it } from 'vitest';
import type { LensOptions } from '../../src/pipeline/api/lens.ts';
import { handOverLink, type HandOver } from '../../src/ui/shared/hand-over.ts';
import { FakeLens } from './support/fake-lens.ts';
import { inside, insideA, mount, pictureFile, shows, textOf } from './support/mount.ts';

const handed: Omit<HandOver, 'address'> = {
  ...{ name: 'dog.png', layer: 'layer3', size: 320, class: 225 },
  convention: 'torch-cam',
  ...{ methods: ['grad-cam', 'score-cam'], truths: [[4, 3, 36, 27]] },
};

async function openLink(link: string) {
  const lens = new FakeLens();
  const options: LensOptions[] = [];
  const app = await mount('cam-lens-app', {
    ...{ link, samples: '/samples/samples.json' },
    createLens: async (given) => {
      options.push(given);
      return lens;
    },
  });
  await shows(app, () => expect(textOf(inside(app, 'cam-lens-progress', '.message'))).toMatch(/^The network predicts/));
  return { app, lens, options };
}

const link = (change: Partial<HandOver>) =>
  new URL(handOverLink({ ...handed, address: `blob:${location.origin}/gone`, ...change }), location.href).hash;

describe('a link that hands over a picture', () => {
  it('has it explained as it was measured: class, methods, layer, input size and true boxes', async () => {
    const address = URL.createObjectURL(await pictureFile('dog.png'));
    const { app, lens, options } = await openLink(link({ address }));
    expect(lens.calls.open).toEqual(['dog.png']);
    expect(lens.calls.explain[0]?.choice).toMatchObject({
      ...{ layers: ['layer3'], class: 225, methods: ['grad-cam'], conventions: ['torch-cam'] },
    });
    expect(insideA(HTMLSelectElement, app, 'cam-lens-controls', 'select').value).toBe('torch-cam');
    expect(options).toMatchObject([{ size: 320 }]);
    expect(insideA(HTMLSelectElement, app, 'cam-lens-layers', 'select').value).toBe('layer3');
    const boxes = inside(app, 'cam-lens-results').shadowRoot!.querySelectorAll('tbody tr');
    // Grad-CAM's box is a fake one: 21 % of each side cut off; IoU with the true one 24·18 / 32·24.
    expect([...boxes].map((row) => [...row.children].map(textOf))).toEqual([
      ['True box', '4, 3 → 36, 27', '64.0 %', '–'],
      ['Grad-CAM', '8, 6 → 32, 24', '36.0 %', '0.563'],
    ]);
    URL.revokeObjectURL(address);
  });

  it('has the predicted class explained where that was', async () => {
    const address = URL.createObjectURL(await pictureFile('dog.png'));
    const { lens } = await openLink(link({ address, class: 'predicted' }));
    expect(lens.calls.explain[0]?.choice.class).toBe('predicted');
    URL.revokeObjectURL(address);
  });

  it.each([
    ['whose page is gone', link({}), 'dog.png — The evaluation page has been closed'],
    ['that is no whole link', '#picture=%7B', 'The link does not say which picture to open'],
  ])('%s says so, and the first sample is explained', async (_, given, message) => {
    const { app, lens } = await openLink(given);
    expect(lens.calls.open).toEqual(['german-shepherd.webp']);
    const notices = [...inside(app, 'cam-lens-notices').shadowRoot!.querySelectorAll('p')].map(textOf);
    expect(notices).toEqual([expect.stringContaining(message)]);
  });
});
