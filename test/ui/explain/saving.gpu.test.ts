/** What a visitor can save of an explanation. */
import { expect, it } from 'vitest';
import { downloads } from '../support/downloads.ts';
import { FakeLens } from '../support/fake-lens.ts';
import { inside, mount, shows } from '../support/mount.ts';

it('is the blend as a picture, and the raw map as numbers', async () => {
  const lens = new FakeLens();
  const app = await mount('cam-lens-app', { samples: '/samples/samples.json', createLens: async () => lens });
  const press = (file: string): void => inside(app, `button[data-save=${file}]`).click();
  await shows(app, () => expect(inside(app, 'button[data-save=png]:enabled')).toBeDefined());
  const saved = downloads();
  for (const file of ['png', 'csv', 'npy']) press(file);
  await shows(app, () => expect(saved).toHaveLength(3));
  const files = (await Promise.all(saved)).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  expect(files.map(({ name }) => name)).toEqual(
    ['csv', 'npy', 'png'].map((end) => `german-shepherd.grad-cam.layer4.${end}`),
  );
  // The fake's maps have one value.
  expect(await files[0]!.blob.text()).toBe('1\n');
  expect(files[1]!.blob.size).toBe(128 + 8);
  expect(files[2]!.blob.type).toBe('image/png');
});

it('is nothing before there is an explanation', async () => {
  const app = await mount('cam-lens-app', { samples: '', createLens: () => new Promise(() => undefined) });
  for (const file of ['png', 'csv', 'npy']) expect(inside(app, `button[data-save=${file}]:disabled`)).toBeDefined();
});
