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

it('chooses a refinement, by methods whose maps are refined, and says what it does', async () => {
  const { element, changes, press } = await options();
  await press('method', 'guided-backprop');
  for (const control of ['control-random', 'control-shuffled']) await press('control', control);
  const select = insideA(HTMLSelectElement, element, '[name="refine"]');
  select.selectedIndex = 2;
  select.dispatchEvent(new Event('change'));
  await element.updateComplete;
  expect(changes.at(-1)).toEqual({ refine: 'affinity+guided', methods: ['cam', 'grad-cam', 'control-shuffled'] });
  for (const name of ['guided-backprop', 'control-random']) {
    const refused = insideA(HTMLInputElement, element, `input[value="${name}"]`);
    expect([refused.disabled, refused.checked], name).toEqual([true, false]);
  }
  expect(insideA(HTMLInputElement, element, '[value="control-shuffled"]').disabled).toBe(false);
  const hints = [...element.shadowRoot!.querySelectorAll('p.quiet')].map(textOf);
  expect(hints).toEqual([expect.stringContaining('look at the plain map too') as string]);
});
