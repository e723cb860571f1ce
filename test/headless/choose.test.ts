import { describe, expect, it } from 'vitest';
import { chooseLayers, chooseMethods } from '../../src/headless/choose.ts';
import type { MethodInfo } from '../../src/pipeline/api/lens.ts';

const model = { strip: ['early', 'late'], defaultLayer: 'late' };

const known = (
  [
    ['cam', { early: 'CAM needs pooling.' }, false],
    ['grad-cam', {}, false],
    ['score-cam', {}, true],
    ['occlusion', {}, true],
  ] as const
).map(([name, refusals, isSlow]): MethodInfo => {
  return { name, title: name.toUpperCase(), paper: '', formula: '', at: 'layer', refusals, isSlow };
});

describe('chooseLayers', () => {
  it('takes what is named, the default layer where nothing is, and the strip for all', () => {
    expect(chooseLayers(['early'], model)).toEqual(['early']);
    expect(chooseLayers(undefined, model)).toEqual(['late']);
    expect(chooseLayers('all', model)).toEqual(['early', 'late']);
  });
});

describe('chooseMethods', () => {
  it('takes what is named as it is', () => {
    expect(chooseMethods(['score-cam', 'cam'], known, ['early'])).toEqual({
      methods: ['score-cam', 'cam'],
      leftOut: [],
    });
  });

  it('takes the quick ones for all, and says what it left out', () => {
    const slow = 'Left out because they are slow: score-cam, occlusion. Name them to include them.';
    expect(chooseMethods('all', known, ['late'])).toEqual({ methods: ['cam', 'grad-cam'], leftOut: [slow] });
    expect(chooseMethods('all', known, ['late', 'early'])).toEqual({
      methods: ['grad-cam'],
      leftOut: ['CAM is left out at early: CAM needs pooling.', slow],
    });
    const rollout = { name: 'rollout', title: 'Rollout', paper: '', formula: '', at: 'input', isSlow: false } as const;
    const methods = [{ ...rollout, refusals: { early: 'It needs attention.', late: 'It needs attention.' } }];
    expect(chooseMethods('all', methods, ['late']).leftOut).toEqual(['Rollout is left out: It needs attention.']);
  });
});
