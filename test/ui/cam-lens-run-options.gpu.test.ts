import { expect, it } from 'vitest';
import '../../src/ui/define/cam-lens-evaluation.ts';
import { defaultRunSettings } from '../../src/ui/run-settings.ts';
import { fakeInfo } from './support/fake-lens.ts';
import { insideA, mount } from './support/mount.ts';

it('chooses what is measured besides boxes, in one order however it is chosen', async () => {
  const element = await mount('cam-lens-run-options', { info: fakeInfo, settings: defaultRunSettings });
  const changes: unknown[] = [];
  element.addEventListener('cam-lens-run-change', (event) => {
    changes.push((event as CustomEvent).detail);
    element.settings = { ...element.settings, ...(event as CustomEvent<object>).detail };
  });
  const press = async (measure: string): Promise<void> => {
    insideA(HTMLInputElement, element, `[name="measure"][value="${measure}"]`).click();
    await element.updateComplete;
  };
  expect(insideA(HTMLInputElement, element, '[name="measure"]').checked).toBe(false);
  await press('randomisation');
  await press('deletion');
  await press('randomisation');
  await press('deletion');
  expect(changes).toEqual([
    { measures: ['randomisation'] },
    { measures: ['deletion', 'randomisation'] },
    { measures: ['deletion'] },
    { measures: [] },
  ]);
});
