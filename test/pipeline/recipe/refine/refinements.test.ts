import { expect, test } from 'vitest';
import { controlMethod, controlNames } from '../../../../src/pipeline/recipe/controls/index.ts';
import { guidedGradCam } from '../../../../src/pipeline/recipe/methods/guided-grad-cam.ts';
import { methodNamed } from '../../../../src/pipeline/recipe/methods/index.ts';
import { defaultThreshold, refinedThreshold } from '../../../../src/pipeline/recipe/defaults.ts';
import {
  refinementNamed,
  refinementNames,
  refinementRefusal,
} from '../../../../src/pipeline/recipe/refine/refinements.ts';

test('a refinement that there is not is refused, and so is what every object has', () => {
  expect(() => refinementNamed('sharp')).toThrow('There is no refinement "sharp"; the refinements are none, affinity');
  expect(() => refinementNamed('toString')).toThrow('There is no refinement');
});

test('methods whose maps are of the input are not refined, and say so', () => {
  expect(refinementRefusal(methodNamed('saliency'))).toContain('Saliency makes no map of a layer');
  expect(refinementRefusal(guidedGradCam)).toContain('Guided Grad-CAM makes no map of a layer');
  for (const name of ['cam', 'grad-cam', 'layer-cam', 'eigen-cam', 'score-cam']) {
    expect(refinementRefusal(methodNamed(name)), name).toBeUndefined();
  }
});

test('controls that make maps of the input are not refined; those that make maps of a layer are', () => {
  const refused = controlNames.filter((name) => refinementRefusal(methodNamed(controlMethod(name))) !== undefined);
  expect(refused).toEqual(['random', 'centre', 'edges']);
  expect(refinementRefusal(methodNamed('control-random'))).toContain('Control: random map makes no map of a layer');
});

test('refinements have one default threshold, which elements know without loading their descriptions', () => {
  const thresholds = refinementNames.map((name) => refinementNamed(name).threshold);
  expect(thresholds).toEqual([defaultThreshold, ...thresholds.slice(1).map(() => refinedThreshold)]);
});
