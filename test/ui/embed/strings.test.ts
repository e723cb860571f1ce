import { expect, it } from 'vitest';
import { placeInWords } from '../../../src/ui/embed/evidence-words.ts';
import { germanRun } from '../../../src/ui/embed/run-strings.de.ts';
import { german } from '../../../src/ui/embed/strings.de.ts';
import { englishRun } from '../../../src/ui/evaluate/run-strings.en.ts';
import type { RunStrings } from '../../../src/ui/evaluate/run-strings.ts';
import { errorCodes, type ErrorCode } from '../../../src/error-codes.ts';
import { failureWords, progressWords } from '../../../src/ui/shared/work-words.ts';
import { setStrings } from '../../../src/ui/embed/set-strings.ts';
import { english, stringsFor } from '../../../src/ui/embed/strings.ts';

/** A template with its values, as it is written. */
function markup(words: unknown): string {
  if (typeof words === 'string') return words;
  const { strings, values } = words as { readonly strings: readonly string[]; readonly values: readonly unknown[] };
  return strings.map((text, at) => text + (at < values.length ? markup(values[at]) : '')).join('');
}

it('are found by language and region, then by language, and are English otherwise', () => {
  setStrings('fr', { explain: 'Expliquer' });
  setStrings('fr-CA', { tryAgain: 'Réessayer' });
  expect(stringsFor('fr-BE').explain).toBe('Expliquer');
  expect(stringsFor('FR-ca')).toMatchObject({ explain: 'Expliquer', tryAgain: 'Réessayer' });
  // What a table leaves out is English.
  expect(stringsFor('fr').tryAgain).toBe('Try again');
  for (const unknown of ['', 'xx', '__proto__', 'english']) expect(stringsFor(unknown)).toBe(english);
});

it('can be replaced one by one', () => {
  setStrings('eo', { explain: 'Klarigi' });
  setStrings('eo', { stop: 'Haltigi' });
  expect(stringsFor('eo')).toMatchObject({ explain: 'Klarigi', stop: 'Haltigi', layer: 'Layer' });
});

it('are all there in German, and none is left in English', () => {
  expect(Object.keys(german)).toEqual(Object.keys(english));
  const text = (strings: typeof english) => [
    ...Object.values(strings).filter((value) => typeof value === 'string'),
    ...strings.places.flat(),
    ...[strings.fromLeft(5), strings.compared('A'), strings.andNot('a', 'b'), strings.evidence('CAM', 'x')],
    ...[strings.noEvidence('CAM'), strings.boxAt('x', 'y'), strings.allOver('x'), strings.shortEvidence('x')],
  ];
  const same = text(german).filter((value, index) => value === text(english)[index]);
  expect(same).toEqual(['Video']);
});

it('write numbers as the language does', () => {
  expect([0, 0.0004, 0.9871, 1].map(german.percent)).toEqual([
    '0,0\u00a0%',
    '<\u00a00,1\u00a0%',
    '98,7\u00a0%',
    '100,0\u00a0%',
  ]);
  expect([0.004, 0.5, 0.999, 1].map(german.wholePercent)).toEqual([
    '<\u00a01\u00a0%',
    '50\u00a0%',
    '>\u00a099\u00a0%',
    '100\u00a0%',
  ]);
});

it('say where a box lies', () => {
  const picture = { width: 90, height: 60 };
  const say = (box: readonly [number, number, number, number]) =>
    german.evidence('CAM', placeInWords(box, picture, [80, 10], german));
  expect(say([0, 0, 30, 20])).toBe(
    'Was dafür spricht (CAM), liegt links oben im Bild, in einem Rahmen von 11,1\u00a0% der Fläche.',
  );
  expect(say([0, 0, 90, 60])).toBe('Was dafür spricht (CAM), liegt im ganzen Bild verteilt, am stärksten rechts oben.');
});

it('have a German sentence for every error code and step', () => {
  expect(Object.keys(german.errors)).toEqual(Object.keys(errorCodes));
  for (const [code, sentence] of Object.entries(german.errors)) {
    expect(sentence, code).toMatch(/^[A-ZÄÖÜ].{20,}\.$/);
    expect(sentence, code).not.toBe(errorCodes[code as ErrorCode]);
  }
  expect(new Set(Object.values(german.errors)).size).toBe(Object.keys(errorCodes).length);
  const ofPictures = ['download', 'rewrite', 'session', 'shaders', 'ready', 'explain', 'camera', 'video'] as const;
  const steps = [...ofPictures, 'annotations', 'networks'] as const;
  expect(Object.keys(german.steps)).toEqual(steps);
  for (const step of steps) expect(progressWords({ step, message: 'English' }, german)).toBe(german.steps[step]);
});

it('leave errors and progress English where they have none', () => {
  setStrings('nl', { errors: { 'model-missing': 'Er is geen model.' }, steps: { download: 'Laden' } });
  setStrings('nl', { errors: { stopped: 'Gestopt.' } });
  const dutch = stringsFor('nl');
  expect(dutch.errors).toEqual({ 'model-missing': 'Er is geen model.', stopped: 'Gestopt.' });
  const failed = { code: 'no-webgpu', message: 'There is no adapter.' } as const;
  const alone = `<span lang="en">${failed.message}</span>`;
  expect([dutch, english].map((strings) => markup(failureWords(failed, strings)))).toEqual([alone, alone]);
  const missing = { code: 'model-missing', message: 'a.json is not there.' } as const;
  expect(markup(failureWords(missing, dutch))).toBe(`Er is geen model. <small lang="en">${missing.message}</small>`);
  const loading = { step: 'download', fraction: 0.4, message: 'Loading ResNet-50, 41 of 102 MB' } as const;
  expect([english, dutch, german].map((strings) => markup(progressWords(loading, strings)))).toEqual([
    `<span lang="en">${loading.message}</span>`,
    'Laden, 40\u00a0%',
    'Das Modell wird geladen, 40\u00a0%',
  ]);
  const runs = { fraction: 0.5, message: 'Score-CAM: 4 of 8 runs of the network' };
  expect(markup(progressWords(runs, dutch))).toBe(`<span lang="en">${runs.message}</span>`);
  expect(progressWords(runs, german)).toBe('Das Bild wird erklärt, 50\u00a0%');
});

it('count the files that are read', () => {
  const reading = { step: 'annotations', message: 'Reading annotations, 1,200 files read' } as const;
  const at = (files: number, strings: RunStrings) => markup(progressWords({ ...reading, files }, strings));
  expect(at(1200, germanRun)).toBe('Die Annotationen werden gelesen, 1.200 Dateien gelesen');
  expect(at(1, germanRun)).toBe('Die Annotationen werden gelesen, 1 Datei gelesen');
  expect(markup(progressWords(reading, germanRun))).toBe(germanRun.steps.annotations);
  expect(at(1200, englishRun)).toBe(`<span lang="en">${reading.message}</span>`);
});

it('read values as the language writes them', () => {
  const reading = { pixel: [612, 7], heatmap: 0.871, map: -1.424, isRefined: false } as const;
  expect(english.reading(reading)).toBe('x 612, y 7: heatmap 0.87, raw map −1.42');
  expect(english.reading({ ...reading, isRefined: true })).toBe('x 612, y 7: heatmap 0.87, refined map −1.42');
  expect(german.reading(reading)).toBe('x 612, y 7: Heatmap 0,87, rohe Karte −1,42');
});
