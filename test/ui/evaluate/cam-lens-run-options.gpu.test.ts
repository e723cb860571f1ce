import { expect, it } from 'vitest';
import type { CamLensRunOptions } from '../../../src/ui/evaluate/cam-lens-run-options.ts';
import '../../../src/ui/evaluate/cam-lens-evaluation.define.ts';
import { defaultRunSettings } from '../../../src/ui/evaluate/run-settings.ts';
import { fakeInfo } from '../support/fake-lens.ts';
import { insideA, mount, textOf } from '../support/mount.ts';

/** The element, every change that it asks for made. */
async function options(): Promise<{ element: CamLensRunOptions; changes: unknown[]; press: Press }> {
  const element = await mount('cam-lens-run-options', { info: fakeInfo, settings: defaultRunSettings });
  const changes: unknown[] = [];
  element.addEventListener('cam-lens-run-change', (event) => {
    changes.push((event as CustomEvent).detail);
    element.settings = { ...element.settings, ...(event as CustomEvent<object>).detail };
  });
  const press = async (name: string, value: string): Promise<void> => {
    insideA(HTMLInputElement, element, `[name="${name}"][value="${value}"]`).click();
    await element.updateComplete;
  };
  return { element, changes, press };
}
type Press = (name: string, value: string) => Promise<void>;

it('chooses what is measured besides boxes, in one order however it is chosen', async () => {
  const { element, changes, press } = await options();
  expect(insideA(HTMLInputElement, element, '[name="measure"]').checked).toBe(false);
  for (const measure of ['randomisation', 'deletion', 'randomisation', 'deletion']) await press('measure', measure);
  expect(changes).toEqual([
    { measures: ['randomisation'] },
    { measures: ['deletion', 'randomisation'] },
    { measures: ['deletion'] },
    { measures: [] },
  ]);
});

it('chooses conventions, of which one stays, and says what they and dear measures do', async () => {
  const { element, changes, press } = await options();
  const hints = () => [...element.shadowRoot!.querySelectorAll('p.quiet')].map(textOf);
  expect(hints()).toEqual([]);
  await press('convention', 'torch-cam');
  await press('convention', 'paper');
  await press('convention', 'torch-cam');
  expect(changes).toEqual([{ conventions: ['paper', 'torch-cam'] }, { conventions: ['torch-cam'] }]);
  expect(insideA(HTMLInputElement, element, '[name="convention"][value="torch-cam"]').checked).toBe(true);
  await press('measure', 'energy');
  await press('measure', 'drop');
  expect(hints()).toEqual([
    expect.stringMatching(/^TorchCAM: Min-max with 1e-8/),
    'Average drop: runs the network once more for every explanation.',
  ]);
});
