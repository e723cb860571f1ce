import { expect, it } from 'vitest';
import { placeInWords } from '../../../src/ui/embed/evidence-words.ts';
import { german } from '../../../src/ui/embed/strings.de.ts';
import { english, setStrings, stringsFor } from '../../../src/ui/embed/strings.ts';

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
