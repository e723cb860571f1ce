import { expect, it } from 'vitest';
import { placeInWords } from '../../../src/ui/embed/evidence-words.ts';
import { german } from '../../../src/ui/embed/strings.de.ts';
import { errorCodes, type ErrorCode } from '../../../src/error-codes.ts';
import { failureWords, progressWords } from '../../../src/ui/shared/work-words.ts';
import { setStrings } from '../../../src/ui/embed/set-strings.ts';
import { english, stringsFor } from '../../../src/ui/embed/strings.ts';

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
  expect([failureWords(failed, dutch), failureWords(failed, english)]).toEqual([failed.message, failed.message]);
  const loading = { step: 'download', fraction: 0.4, message: 'Loading ResNet-50, 41 of 102 MB' } as const;
  expect([english, dutch, german].map((strings) => progressWords(loading, strings))).toEqual([
    loading.message,
    'Laden, 40\u00a0%',
    'Das Modell wird geladen, 40\u00a0%',
  ]);
  const runs = { fraction: 0.5, message: 'Score-CAM: 4 of 8 runs of the network' };
  expect(progressWords(runs, dutch)).toBe(runs.message);
  expect(progressWords(runs, german)).toBe('Das Bild wird erklärt, 50\u00a0%');
});

it('read values as the language writes them', () => {
  const reading = { pixel: [612, 7], heatmap: 0.871, map: -1.424, isRefined: false } as const;
  expect(english.reading(reading)).toBe('x 612, y 7: heatmap 0.87, raw map −1.42');
  expect(english.reading({ ...reading, isRefined: true })).toBe('x 612, y 7: heatmap 0.87, refined map −1.42');
  expect(german.reading(reading)).toBe('x 612, y 7: Heatmap 0,87, rohe Karte −1,42');
});
