/** What a begun run keeps, of the settings that are others now. */
import { expect, it } from 'vitest';
import type { RunHead, RunSettings } from '../../../src/runs/kept-run.ts';
import { otherSettings, otherSettingsWords } from '../../../src/ui/embed/other-settings.ts';
import { germanRun } from '../../../src/ui/embed/run-strings.de.ts';
import { englishRun } from '../../../src/ui/evaluate/run-strings.en.ts';

const settings: RunSettings = { methods: ['cam'], layer: 'last', source: 'true', size: 224, limit: null };
const head = { settings, format: 'voc' } as unknown as RunHead;

it('are none without a run, in another order, by default, before the layer is known, or where no data allow a measure', () => {
  const same: Partial<RunSettings>[] = [
    {},
    { conventions: ['paper'], refine: 'none', measures: [] },
    { layer: '' },
    { measures: ['pxap'] },
  ];
  for (const change of same) expect(otherSettings(head, { ...settings, ...change })).toEqual({});
  expect(otherSettings(undefined, { ...settings, size: 448 })).toEqual({});
  const two = { settings: { ...settings, methods: ['cam', 'grad-cam'] } } as unknown as RunHead;
  expect(otherSettings(two, { ...settings, methods: ['grad-cam', 'cam'] })).toEqual({});
});

it('are each of them', () => {
  const changes: Partial<RunSettings>[] = [
    { methods: ['cam', 'grad-cam'] },
    { layer: 'stem' },
    { conventions: ['torch-cam'] },
    { refine: 'affinity' },
    { source: 'predicted' },
    { size: 448 },
    { limit: 3 },
    { measures: ['pointing'] },
  ];
  const all = { measures: [], conventions: ['paper'], refine: 'none', ...settings };
  for (const change of changes) {
    const [name] = Object.keys(change) as (keyof RunSettings)[];
    expect(otherSettings(head, { ...settings, ...change })).toEqual({ [name!]: all[name!] });
  }
});

it('are told in words', () => {
  const others: Partial<RunSettings> = {
    methods: ['cam', 'hires-cam'],
    source: 'true',
    limit: null,
    measures: [],
    size: 64,
  };
  expect(otherSettingsWords(others, englishRun)).toBe(
    'This run was begun with other settings (Methods: cam, hires-cam; Explained: The true class; Pictures at most: all; ' +
      'Besides boxes: –; Input size: 64), and keeps them. Start anew to use the new ones.',
  );
  expect(otherSettingsWords({ limit: 3, refine: 'affinity' }, germanRun)).toMatch(
    /\(Bilder höchstens: 3; Karten verfeinert durch: affinity\) und behält sie/,
  );
});
