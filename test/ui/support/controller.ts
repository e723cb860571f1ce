/** A controller without its page, and pictures to show. */
import { expect, onTestFinished } from 'vitest';
import type { Box } from '../../../src/pipeline/types.ts';
import { LensController } from '../../../src/ui/explain/lens-controller.ts';
import type { PictureSource } from '../../../src/ui/shared/picture-source.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeLens, type FakeLensOptions } from './fake-lens.ts';
import { pictureFile } from './mount.ts';

const truths: readonly Box[] = [[4, 3, 36, 27]];

export async function source(name: string): Promise<PictureSource> {
  const file = await pictureFile(name);
  return { key: name, name, truths, load: async () => file };
}

export function badSource(name: string): PictureSource {
  return { key: name, name, truths: [], load: async () => new Blob(['no picture']) };
}

/** What a controller needs of its element. */
export const host = {
  addController: () => undefined,
  removeController: () => undefined,
  requestUpdate: () => undefined,
  updateComplete: Promise.resolve(true),
};

/** A controller that has loaded a fake Lens and knows the sizes of both views; `settled` waits for the last painting. */
export async function loaded(options: FakeLensOptions = {}) {
  const problems: string[] = [];
  const controller = new LensController(host, { onProblem: (message) => problems.push(message) });
  controller.hostConnected();
  const lens = new FakeLens(options);
  await controller.load(async () => lens);
  controller.resize('heatmap', { width: 20, height: 15 });
  controller.resize('blend', { width: 20, height: 15 });
  onTestFinished(() => controller.hostDisconnected());
  const settled = () => eventually(() => expect(controller.state.picture?.blend).toBeDefined());
  return { controller, lens, problems, settled };
}
