import { expect, it } from 'vitest';
import { methodNamed } from '../../../src/pipeline/recipe/methods/index.ts';
import { ExplainableLayers } from '../../../src/pipeline/network/explainable-layers.ts';
import { modelOffer } from '../../../src/pipeline/api/model-offer.ts';
import { tinyClasses, tinyModel } from '../../support/tiny-model.ts';

const layers = ExplainableLayers.of(tinyModel());
const [early = '', last = ''] = layers.names;

it('knows which method is possible where, and why not', () => {
  const [cam, gradCam] = ['cam', 'grad-cam'].map(methodNamed) as [ReturnType<typeof methodNamed>, never];
  expect(layers.refusals(cam)).toEqual({
    [early]: expect.stringMatching(/^CAM needs global average pooling/) as string,
  });
  expect(layers.refusals(gradCam)).toEqual({});
  expect(() => layers.check([cam], [last])).not.toThrow();
  expect(() => layers.check([cam], [early])).toThrow(`CAM is not possible at ${early}`);
  expect(() => layers.check([], ['nowhere'])).toThrow('There is no layer "nowhere"');
});

it('refuses attention rollout of a network without attention, at no layer in particular', () => {
  const rollout = methodNamed('attention-rollout');
  expect(Object.keys(layers.refusals(rollout))).toEqual([early, last]);
  expect(() => layers.check([rollout], [last])).toThrow(
    'Attention rollout is not possible: Attention rollout needs attention matrices',
  );
});

it('makes an offer of a model that has not run', () => {
  const offer = modelOffer(layers, tinyClasses, { width: 32, height: 32 });
  expect(offer).toMatchObject({ layers: [early, last], classes: tinyClasses, model: { name: 'tiny', title: 'tiny' } });
  expect(Object.keys(offer.mapSizes)).toEqual([early, last]);
  expect(offer.methods.find(({ name }) => name === 'cam')?.refusals).toEqual(layers.refusals(methodNamed('cam')));
  expect(structuredClone(offer)).toEqual(offer);
});
