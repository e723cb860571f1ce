/** What `<cam-lens-evaluate>` says: English, and German in full. */
import { expect, it } from 'vitest';
import { setStatisticNames, setStatistics, statisticNames, statistics } from '../../../src/evaluation/statistics.ts';
import { conventionNames, conventions } from '../../../src/pipeline/recipe/conventions.ts';
import { refinementNames, refinements } from '../../../src/pipeline/recipe/refine/refinements.ts';
import { germanRun } from '../../../src/ui/embed/run-strings.de.ts';
import { german } from '../../../src/ui/embed/strings.de.ts';
import { backendInWords } from '../../../src/ui/evaluate/backend-words.ts';
import { englishRun } from '../../../src/ui/evaluate/run-strings.en.ts';
import type { RunStrings } from '../../../src/ui/evaluate/run-strings.ts';
import { runStrings, setRunStrings } from '../../../src/ui/evaluate/spoken-run.ts';

/** Every string by its path; functions are called with 1, or with 2, 5 and 3. */
function said(table: object, path = ''): [path: string, text: string][] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[at, value]];
    if (typeof value === 'object' && value !== null) return said(value, at);
    if (typeof value !== 'function') return [];
    const words = value as (...given: readonly number[]) => string;
    return [1, 2].map((first) => [`${at}(${first})`, words(first, 5, 3)]);
  });
}

/** English with the words that the elements take from elsewhere where the table has none. */
const english = {
  ...englishRun,
  options: {
    ...englishRun.options,
    conventionNotes: Object.fromEntries(conventionNames.map((name) => [name, conventions[name].says])),
    refinements: Object.fromEntries(
      refinementNames.map((name) => {
        const { title, says, caution } = { caution: undefined, ...refinements[name] };
        return [name, { title, says, ...(caution === undefined ? {} : { caution }) }];
      }),
    ),
  },
  results: {
    ...englishRun.results,
    making: (file: string) => `Making ${file}`,
    measures: {
      ...englishRun.results.measures,
      statistics: Object.fromEntries(
        Object.entries({ ...statistics, ...setStatistics }).map(([name, { title, unit, ...more }]) => [
          name,
          { title, unit, ...('range' in more ? { range: more.range } : {}) },
        ]),
      ),
    },
  },
};

it('is all there in German, and nothing is left in English', () => {
  const { errors, steps, wholePercent } = germanRun;
  const [ours, others] = [germanRun, english].map(({ dataSet, options, status, problems, results }) => {
    return new Map(said({ dataSet, options, status, problems, results }));
  }) as [Map<string, string>, Map<string, string>];
  expect([...ours.keys()].sort()).toEqual([...others.keys()].sort());
  const same = [...ours].filter(([path, text]) => others.get(path) === text).map(([path]) => path);
  expect(same.sort()).toEqual(
    [
      'options.measureTitles.road.title',
      ...['corLoc', 'top1Loc', 'top5Loc'].map((name) => `results.boxes.${name}.title`),
      ...['pxap', 'road'].map((name) => `results.measures.statistics.${name}.title`),
      // Of small numbers.
      ...['problems.times(1)', 'problems.times(2)'],
    ].sort(),
  );
  expect({ errors, steps, wholePercent }).toEqual({
    ...{ errors: german.errors, steps: german.steps, wholePercent: german.wholePercent },
  });
  expect(Object.keys(germanRun.results.measures.statistics)).toEqual([...statisticNames, ...setStatisticNames]);
});

it('counts and writes numbers as the language does', () => {
  const lines = ({ status, results, dataSet, problems }: RunStrings): readonly string[] => [
    status.finished(1234, 1234),
    status.stored(1, 1),
    status.paceOf(1.234, 7800),
    status.paceOf(12.3, undefined),
    status.annotationsRead(1200, 'PASCAL VOC XML', 1),
    status.atWork(1, 2),
    status.records(1),
    status.running(0.2),
    dataSet.folderOf('dogs', 1500),
    problems.title(1),
    problems.times(1234),
    problems.withoutPicture(1),
    results.boxes.title(1, 2),
    results.interval(results.decimal(0.1234, 3), results.decimal(-1.5, 1)),
    results.accuracy(0.5, 1),
  ];
  expect(lines(englishRun)).toEqual([
    'Finished: 1,234 of 1,234 pictures measured.',
    'A run is stored on this device: 1 of 1 picture measured.',
    '1.23 pictures/s, about 2\u00a0h 10\u00a0min left',
    '12 pictures/s',
    '1,200 read (PASCAL VOC XML), 1 with their picture',
    '1 worker, 2 pictures in progress',
    '1 record',
    'Running: 20 % done.',
    'dogs (1,500 files)',
    '1 problem',
    '1,234 ×',
    '1 annotation has no picture among those given, and is ignored',
    'How well the boxes find the objects: 1 picture, the threshold chosen on 2 others',
    '0.123 to -1.5',
    'The network itself classifies 50.0 % of the pictures correctly, and 100.0 % have the true class among its first five.',
  ]);
  expect(lines(germanRun)).toEqual([
    'Fertig: 1.234 von 1.234 Bildern gemessen.',
    'Auf diesem Gerät ist ein Lauf gespeichert: 1 von 1 Bild gemessen.',
    '1,23 Bilder/s, noch etwa 2\u00a0h 10\u00a0min',
    '12 Bilder/s',
    '1.200 gelesen (PASCAL VOC XML), 1 mit ihrem Bild',
    '1 Worker, 2 Bilder in Arbeit',
    '1 Aufzeichnung',
    'Läuft: 20\u00a0% fertig.',
    'dogs (1.500 Dateien)',
    '1 Problem',
    '1.234 ×',
    '1 Annotation hat unter den ausgewählten kein Bild und bleibt außer Acht',
    'Wie gut die Rahmen die Objekte finden: 1 Bild, die Schwelle an 2 anderen bestimmt',
    '0,123 bis -1,5',
    'Das Netz selbst klassifiziert 50,0\u00a0% der Bilder richtig; bei 100,0\u00a0% ist die wahre Klasse unter seinen ersten fünf.',
  ]);
  expect(backendInWords({ network: 'wasm', stages: 'cpu', adapter: 'none' }, germanRun.status)).toBe(
    'Netz auf dem Prozessor (WebAssembly); Heatmaps auf dem Prozessor (JavaScript)',
  );
});

it('can be replaced word by word, within the parts too', () => {
  setRunStrings('eo', { status: { start: 'Ek' }, options: { measureTitles: { road: { title: 'Vojo' } } } });
  setRunStrings('eo', { status: { pause: 'Paŭzo' }, results: { measures: { statistics: { energy: { title: 'a', unit: 'b' } } } } }); // prettier-ignore
  const { status, options, results } = runStrings.for('eo-XX');
  expect(status).toEqual({ ...englishRun.status, start: 'Ek', pause: 'Paŭzo' });
  const { road, ...others } = options.measureTitles;
  expect(road).toMatchObject({ title: 'Vojo', cost: englishRun.options.measureTitles.road.cost });
  expect(others.deletion).toBe(englishRun.options.measureTitles.deletion);
  expect(results.measures.statistics).toEqual({ energy: { title: 'a', unit: 'b' } });
  expect(runStrings.for('en')).toBe(englishRun);
});

it('keeps what a table leaves undefined, and takes names of every object as any other', () => {
  const given = JSON.parse('{ "__proto__": { "start": "x" }, "status": { "constructor": "y" } }') as object;
  setRunStrings('xx', { ...given, dataSet: undefined } as never);
  const found = runStrings.for('xx');
  expect(found.dataSet).toBe(englishRun.dataSet);
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
  expect(found.status.start).toBe('Start');
});
