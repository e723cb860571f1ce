/** What a begun run keeps, of the settings that are others now. */
import { expect, it } from 'vitest';
import type { RunHead, RunSettings } from '../../../src/runs/kept-run.ts';
import { otherSettings, otherSettingsWords } from '../../../src/ui/embed/other-settings.ts';
import { germanRun } from '../../../src/ui/embed/run-strings.de.ts';
import { englishRun } from '../../../src/ui/evaluate/run-strings.en.ts';

const settings: RunSettings = { methods: ['cam'], layer: 'last', source: 'true', size: 224, limit: null };
const head = { settings, format: 'voc' } as unknown as RunHead;

/** The run of `head`, and what is asked for now. */
const othersOf = (given: RunHead | undefined, asked: RunSettings): Partial<RunSettings> =>
  otherSettings({ head: given, asked, settings: asked });

it('are none without a run, in another order, by default, before the layer is known, or where no data allow a measure', () => {
  const same: Partial<RunSettings>[] = [
    {},
    { conventions: ['paper'], refine: 'none', measures: [] },
    { layer: '' },
    { measures: ['pxap'] },
  ];
  for (const change of same) expect(othersOf(head, { ...settings, ...change })).toEqual({});
  expect(othersOf(undefined, { ...settings, size: 448 })).toEqual({});
  const two = { settings: { ...settings, methods: ['cam', 'grad-cam'] } } as unknown as RunHead;
  expect(othersOf(two, { ...settings, methods: ['grad-cam', 'cam'] })).toEqual({});
});

it('are not what a visitor chose, in place of what the page asked for and asks for still', () => {
  const asked = { ...settings, methods: ['grad-cam'], layer: '' };
  const chosen = { ...head, asked };
  expect(othersOf(chosen, { ...asked, layer: 'last' })).toEqual({});
  expect(othersOf(chosen, { ...asked, methods: ['cam'], size: 448 })).toEqual({ methods: ['cam'], size: 224 });
  // Set by no page, the choices of a visitor are all that is asked for.
  expect(otherSettings({ head, asked: undefined, settings: { ...settings, size: 64 } })).toEqual({ size: 224 });
});

it('are told also if the run is of a later version, by what is known of it', () => {
  const later = { ...head, settings: { ...settings, source: 'all', step: 1 } } as unknown as RunHead;
  const others = othersOf(later, settings);
  expect(otherSettingsWords(others, englishRun)).toContain('(Explained: all)');
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
    expect(othersOf(head, { ...settings, ...change })).toEqual({ [name!]: all[name!] });
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
    'This run was begun with other settings (Methods: cam, hires-cam; Explained: The true class; Besides boxes: –; ' +
      'Input size: 64; Pictures at most: all), and keeps them. Start anew to use the new ones.',
  );
  const german = { limit: 3, refine: 'affinity', measures: ['pointing'], conventions: ['torch-cam'] } as const;
  expect(otherSettingsWords(german, germanRun)).toContain(
    '(Karten verfeinert durch: Ähnlichkeit; Von der Karte zur Heatmap wie: TorchCAM; Neben den Rahmen: Zeigespiel; ' +
      'Bilder höchstens: 3) und behält sie',
  );
});
