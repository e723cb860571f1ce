/** What cannot be chosen for a run, and why. */
import { expect, test } from 'vitest';
import { controls } from '../../../src/pipeline/recipe/controls/index.ts';
import { controlRefusal, keptControls, methodRefusal } from '../../../src/ui/evaluate/run-refusals.ts';

test('a method, by layer and by refinement', () => {
  const method = { refusals: { layer3: 'CAM needs the last layer.' }, refineRefusal: 'It makes no map of a layer.' };
  expect(methodRefusal(method, { layer: 'layer3' })).toBe('CAM needs the last layer.');
  expect(methodRefusal(method, { layer: 'layer4' })).toBeUndefined();
  expect(methodRefusal(method, { layer: 'layer4', refine: 'none' })).toBeUndefined();
  expect(methodRefusal(method, { layer: 'layer4', refine: 'affinity' })).toBe('It makes no map of a layer.');
});

test('a control whose maps are of the input, by refinement; the others stay chosen', () => {
  const refused = controls.filter((control) => controlRefusal(control, { refine: 'affinity' }) !== undefined);
  expect(refused.map(({ name }) => name)).toEqual(['control-random', 'control-centre', 'control-edges']);
  expect(controls.filter((control) => controlRefusal(control, {}) !== undefined)).toEqual([]);
  const chosen = ['cam', 'control-random', 'control-shuffled'];
  expect(keptControls(chosen, { refine: 'affinity+guided' })).toEqual(['control-shuffled']);
  expect(keptControls(chosen, {})).toEqual(['control-random', 'control-shuffled']);
});
