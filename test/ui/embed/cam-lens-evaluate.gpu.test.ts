/** A data set in someone's page, measured by a small network whose stages run on the CPU. */
import { afterAll, expect, it, onTestFinished, vi } from 'vitest';
import { formats } from '../../../src/datasets/formats.ts';
import type { NamedFile } from '../../../src/datasets/folder-source.ts';
import { summarise } from '../../../src/evaluation/summary.ts';
import { createExplainer } from '../../../src/pipeline/api/explainer.ts';
import { decodePicture } from '../../../src/pipeline/picture/decode.ts';
import { controls } from '../../../src/pipeline/recipe/controls/index.ts';
import { conventions, titleBy } from '../../../src/pipeline/recipe/conventions.ts';
import { methods } from '../../../src/pipeline/recipe/methods/index.ts';
import { capitalized } from '../../../src/report/capitalized.ts';
import { usualThresholds, type RunChoice } from '../../../src/runs/run-choice.ts';
import '../../../src/ui/embed/cam-lens-evaluate.define.ts';
import { setRunStrings, type CamLensEvaluate } from '../../../src/ui/embed/cam-lens-evaluate.ts';
import { germanRun } from '../../../src/ui/embed/run-strings.de.ts';
import { englishRun } from '../../../src/ui/evaluate/run-strings.en.ts';
import type { CamLensEvents } from '../../../src/ui/shared/events.ts';
import { voc } from '../../datasets/support/voc.ts';
import { measurePicture } from '../../runs/support/measure-picture.ts';
import { tinyClasses, tinyModel } from '../../support/tiny-model.ts';
import { eventually } from '../../support/eventually.ts';
import { held } from '../support/held.ts';
import { heard, inside, insideA, mount, pictureFile, shows, textOf } from '../support/mount.ts';

// A worker loads its modules one by one here; where much else is loaded at the same time, that takes minutes.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

const { bytes, description } = tinyModel();
const onnx = URL.createObjectURL(new Blob([bytes]));
const described = { ...description, sha256: undefined, file: onnx, classes: tinyClasses };
const model = URL.createObjectURL(new Blob([JSON.stringify(described)], { type: 'application/json' }));
afterAll(() => [onnx, model].forEach((url) => URL.revokeObjectURL(url)));

/** Pictures of dogs, 100 × 80, with a box from the left to this x. */
async function dogs(rights: Readonly<Record<string, number>>): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const [name, right] of Object.entries(rights)) {
    files.push({ path: `dogs/${name}.png`, file: await pictureFile('a.png', 100, 80) });
    files.push({ path: `dogs/${name}.xml`, file: new Blob([voc([['dog', [0, 0, right, 80]]])]) });
  }
  return files;
}

function evaluate(properties: Partial<CamLensEvaluate> = {}): Promise<CamLensEvaluate> {
  return mount('cam-lens-evaluate', { model, backend: 'cpu', size: 64, ...properties });
}

type Progress = CamLensEvents['cam-lens-progress'];
type Details<Name extends keyof CamLensEvents> = CamLensEvents[Name][];

it('measures what the page gives, tells the page of it, and shows it', async () => {
  const element = await evaluate({ methods: 'cam, hires-cam' });
  const records: Details<'cam-lens-record'> = heard(element, 'cam-lens-record');
  const ended: Details<'cam-lens-evaluate'> = heard(element, 'cam-lens-evaluate');
  const progress: Details<'cam-lens-progress'> = heard(element, 'cam-lens-progress');
  const inner = ['cam-lens-given', 'cam-lens-run', 'cam-lens-run-change'].map((name) => heard(element, name));
  const files = await dogs({ a: 100, b: 20 });
  element.give(files);
  await element.start();
  await shows(element, () => expect(ended).toHaveLength(1));

  // The same pictures by an explainer, without pool and worker.
  const explainer = await createExplainer({ model: tinyModel(), backend: 'cpu', size: 64 });
  const choice: RunChoice = {
    ...{ methods: ['cam', 'hires-cam'], layers: ['last'], sources: ['true'], measures: [], conventions: ['paper'] },
    ...{ thresholds: usualThresholds, boxThreshold: 0.15 },
  };
  const expected = [];
  for (const [id, right] of [
    ['dogs/a', 100],
    ['dogs/b', 20],
  ] as const) {
    const { file, path } = files.find((one) => one.path === `${id}.png`)!;
    const truth = { id, path, class: tinyClasses.indexOf('dog'), boxes: [[0, 0, right, 80] as const] };
    expected.push(await measurePicture(explainer, await decodePicture(file, path), truth, choice));
  }
  await explainer.destroy();
  const sorted = element.records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(sorted).toEqual(expected);
  expect(records.map(({ record }) => record)).toEqual(element.records);
  expect(ended[0]).toMatchObject({ measured: 2, total: 2, finished: true });
  const { methods, accuracy } = summarise(expected, { thresholds: usualThresholds });
  expect(ended[0]!.summary!.accuracy).toEqual(accuracy);
  expect(ended[0]!.summary!.methods['cam']!['last']!.true!.meanIoU).toEqual(methods['cam']!['last']!.true!.meanIoU);
  expect(progress.at(-1)).toEqual({ fraction: 1, message: '2 of 2 pictures measured' });
  expect(progress.map(({ message }) => message)).toEqual(expect.arrayContaining(['Starting the networks']));
  expect(inner).toEqual([[], [], []]);
  const rows = [...inside(element, 'cam-lens-summary-table').shadowRoot!.querySelectorAll('[data-row]')];
  expect(rows.map((row) => row.getAttribute('data-row'))).toEqual(expect.arrayContaining(['cam', 'hires-cam']));

  const saved = JSON.parse(await (await element.toBlob('json')).text()) as object;
  expect(saved).toMatchObject({
    tool: 'cam-lens',
    settings: { methods: ['cam', 'hires-cam'], layer: 'last', size: 64 },
  });
  const status = inside(element, 'cam-lens-run-status').shadowRoot!.textContent.replace(/\s+/g, ' ');
  expect(status).toMatch(/Stored on this device no/);
});

it('is started by its visitor, with the visitor’s options; what cannot be chosen is hidden where it is fixed', async () => {
  const element = await evaluate();
  expect(textOf(inside(element, 'cam-lens-run-status', '.headline'))).toBe('Add a data set to start.');
  const start = () => insideA(HTMLButtonElement, element, 'cam-lens-run-status', '[data-command=start]');
  expect(start().disabled).toBe(true);
  const detail = { files: await dogs({ a: 100 }) };
  inside(element, 'cam-lens-data-set').dispatchEvent(
    new CustomEvent('cam-lens-given', { detail, bubbles: true, composed: true }),
  );
  await shows(element, () => expect(start().disabled).toBe(false));
  const box = insideA(HTMLInputElement, element, 'cam-lens-run-options', 'input[value=grad-cam]');
  box.click();
  await shows(element, () => expect(box.checked).toBe(false));
  start().click();
  await shows(element, () => expect(element.records).toHaveLength(1));
  expect(Object.keys(element.records[0]!.explanations)).toEqual(['cam']);
  element.fixed = true;
  await shows(element, () => expect(element.shadowRoot!.querySelector('cam-lens-run-options')).toBeNull());
});

it('says by name what is wrong with its properties, its model and its files', async () => {
  const cases: [Partial<CamLensEvaluate>, files: boolean, code: string, message: RegExp][] = [
    [{ methods: '' }, true, 'bad-option', /method/],
    [{ measures: 'beauty' }, true, 'bad-option', /There is no measure "beauty"; known are wsol, pointing,/],
    [{ conventions: 'mine' }, true, 'bad-option', /"mine"/],
    [{ limit: 1.5 }, true, 'bad-option', /The limit is 1\.5/],
    [{ methods: 'cam, x-ray' }, true, 'unknown-method', /x-ray/],
    [{}, false, 'dataset-empty', /No files/],
    [{ model: 'data:application/json,%7B%7D' }, true, 'model-damaged', /./],
  ];
  for (const [properties, areGiven, code, message] of cases) {
    const element = await evaluate(properties);
    const errors: Details<'cam-lens-error'> = heard(element, 'cam-lens-error');
    if (areGiven) element.give(await dogs({ a: 100 }));
    await expect(element.start(), JSON.stringify(properties)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
    await shows(element, () => expect(errors.map((one) => one.code)).toEqual([code]));
    element.remove();
  }
});

it('is stopped, is continued, and leaves nothing behind when it is removed', async () => {
  const before = held();
  const element = await evaluate({ methods: 'cam' });
  const ended: Details<'cam-lens-evaluate'> = heard(element, 'cam-lens-evaluate');
  element.give(await dogs(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`p${i}`, 20 + i]))));
  element.addEventListener('cam-lens-record', () => element.stop(), { once: true });
  await expect(element.start()).rejects.toMatchObject({ code: 'stopped' });
  await shows(element, () => expect(ended).toHaveLength(1));
  const measured = element.records.length;
  expect(ended[0]).toMatchObject({ measured, total: 12, finished: false });
  expect(measured).toBeLessThan(12);
  await element.start();
  await shows(element, () => expect(ended.at(-1)).toMatchObject({ measured: 12, finished: true }));
  expect(new Set(element.records.map(({ id }) => id)).size).toBe(12);
  // Threads of the network that the tests run in the page stay.
  await shows(element, () =>
    expect(held().workers.toSorted()).toEqual(['cam-lens tables', ...before.workers].toSorted()),
  );
  element.remove();
  await eventually(() => expect(held()).toEqual(before));
  // A file is still made of its records.
  expect((await element.toBlob('csv')).size).toBeGreaterThan(0);
  await eventually(() => expect(held()).toEqual(before));
});

it.each([
  ['the model loads', ({ step }: Partial<Progress>) => step === 'download'],
  ['the networks start', ({ step }: Partial<Progress>) => step === 'networks'],
  ['pictures are measured', ({ step, fraction = 0 }: Partial<Progress>) => step === undefined && fraction > 0],
])('ends its run and leaves nothing behind when it is removed while %s', async (_, isTime) => {
  const before = held();
  const element = await evaluate({ methods: 'cam', keep: true });
  await element.startAnew();
  element.addEventListener('cam-lens-progress', ({ detail }) => {
    if (!isTime(detail)) return;
    expect(held().workers.length).toBeGreaterThan(0);
    element.remove();
  });
  element.give(await dogs(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`p${i}`, 20 + i]))));
  await expect(element.start()).rejects.toMatchObject({ code: 'stopped' });
  await eventually(() => expect(held()).toEqual(before));
  expect(element.isConnected).toBe(false);
  expect(element.records.length).toBeLessThan(40);
});

it('keeps the layer that its visitor chose, and is stopped while the network still loads', async () => {
  const element = await evaluate({ methods: 'grad-cam' });
  await expect(element.toBlob('json')).rejects.toMatchObject({ code: 'dataset-empty' });
  await expect(element.toBlob('html' as 'json')).rejects.toMatchObject({ code: 'bad-option' });
  element.give(await dogs({ a: 100 }));
  await shows(element, () =>
    expect(textOf(inside(element, 'cam-lens-run-status', '.headline'))).toBe('Ready to start.'),
  );
  const options = inside(element, 'cam-lens-run-options');
  options.dispatchEvent(
    new CustomEvent('cam-lens-run-change', { detail: { layer: 'stem' }, bubbles: true, composed: true }),
  );
  element.give(await dogs({ b: 20 }));
  await element.start();
  expect(element.records.map(({ explanations }) => Object.keys(explanations['grad-cam']!))).toEqual([
    ['stem'],
    ['stem'],
  ]);
  await element.startAnew();
  expect(element.records).toEqual([]);

  const other = await evaluate();
  other.give(await dogs({ a: 100 }));
  const started = other.start();
  other.stop();
  await expect(started).rejects.toMatchObject({ code: 'stopped' });
  expect(other.records).toEqual([]);
});

it('tells that a run has ended that has nothing to report, because it measured training pictures only', async () => {
  const element = await evaluate({ methods: 'cam' });
  const ended: Details<'cam-lens-evaluate'> = heard(element, 'cam-lens-evaluate');
  element.give([...(await dogs({ a: 100 })), { path: 'split.csv', file: new Blob(['id,split\ndogs/a,train\n']) }]);
  await element.start();
  await shows(element, () => expect(ended).toHaveLength(1));
  expect(ended[0]).toMatchObject({ measured: 1, finished: true, summary: undefined });
  expect(element.records.map(({ split }) => split)).toEqual(['train']);
});

/** What is shown or read out, through shadow roots. */
function wordsOf(root: Node): readonly string[] {
  return [...root.childNodes].flatMap((node) => {
    if (!(node instanceof Element)) return node instanceof Text ? [node.data.replace(/\s+/g, ' ').trim()] : [];
    if (node.matches('style, script')) return [];
    const named = ['aria-label', 'title', 'placeholder'].flatMap((name) => node.getAttribute(name) ?? []);
    return [...named, ...(node.shadowRoot === null ? [] : wordsOf(node.shadowRoot)), ...wordsOf(node)];
  });
}

/** What stays English: names of methods, controls, conventions, formats, layers and files; or is so in German. */
const names = new Set([
  ...methods.map(({ title }) => title),
  ...controls.flatMap(({ title, formula }) => [capitalized(title.replace('Control: ', '')), formula]),
  ...[...methods, ...controls].map(({ title }) => titleBy(title, 'torch-cam')),
  ...Object.values(conventions).map(({ title }) => title),
  ...Object.values(formats).map(({ title }) => title),
  ...['last', 'stem', 'dogs/alone', 'ROAD', 'CorLoc, %', 'Top-1, %', 'Top-5, %'],
]);

it('speaks German, but for names and numbers, or what a page sets', async () => {
  setRunStrings('de', germanRun);
  onTestFinished(() => setRunStrings('en', englishRun));
  const element = await evaluate({
    methods: 'cam',
    measures: 'pointing, road',
    lang: 'de',
    conventions: 'paper, torch-cam',
  });
  expect(textOf(inside(element, 'cam-lens-run-status', '.headline'))).toBe(germanRun.status.addDataSet);
  const files = await dogs({ a: 100, b: 20 });
  element.give([...files, { path: 'dogs/alone.xml', file: new Blob([voc([['dog', [0, 0, 9, 9]]])]) }]);
  const steps = heard(element, 'cam-lens-progress');
  await element.start();
  const table = () => insideA(HTMLElement, element, 'cam-lens-summary-table', 'tbody');
  await shows(element, () => expect(table().textContent).toMatch(/Orakel/));
  expect(steps).toEqual(
    expect.arrayContaining([
      { step: 'annotations', message: 'Reading annotations' },
      { step: 'networks', message: 'Starting the networks' },
    ]),
  );
  const inGerman = wordsOf(element.shadowRoot!);
  element.lang = 'en';
  await shows(element, () => expect(table().textContent).toMatch(/oracle/));
  const inEnglish = wordsOf(element.shadowRoot!);
  expect(inGerman).toHaveLength(inEnglish.length);
  const left = inGerman.filter((words, index) => /[a-z]{3}/i.test(words) && words === inEnglish[index]);
  const refusal = 'Attention rollout needs attention matrices, a Softmax of queries times keys; the model has none.';
  const isName = (words: string) => words === refusal || names.has(words.replace(/ [↑↓]$/, ''));
  expect(left.filter((words) => !isName(words))).toEqual([]);
  expect(left.filter(isName).length).toBeGreaterThan(30);
  setRunStrings('en', { status: { startAnew: 'Once more' } });
  await shows(element, () =>
    expect(textOf(inside(element, 'cam-lens-run-status', '[data-command=start-anew]'))).toBe('Once more'),
  );
});

it('tells errors in German, with their messages marked as English', async () => {
  setRunStrings('de', germanRun);
  const element = await evaluate({ limit: 1.5, lang: 'de' });
  const headline = () => inside(element, 'cam-lens-run-status', '.headline');
  await shows(element, () => expect(textOf(headline())).toContain(germanRun.errors['bad-option']));
  expect(textOf(headline().querySelector('[lang=en]')!)).toMatch(/^The limit is 1\.5;/);
  element.limit = 0;
  element.give([{ path: 'nothing.xml', file: new Blob(['<a>']) }]);
  await expect(element.start()).rejects.toMatchObject({ code: 'dataset-empty' });
  await shows(element, () => {
    const alert = inside(element, 'cam-lens-run-status', '[role=alert]');
    expect(textOf(alert)).toContain(germanRun.errors['dataset-empty']);
    expect(textOf(alert.querySelector('[lang=en]')!)).toMatch(/^No annotation can be used/);
    expect(textOf(inside(element, 'cam-lens-problems', 'summary'))).toContain(
      germanRun.errors['annotation-unreadable'],
    );
  });
});

it('says that a begun run keeps its settings, until it is started anew', async () => {
  const element = await evaluate({ methods: 'cam' });
  const ended: Details<'cam-lens-evaluate'> = heard(element, 'cam-lens-evaluate');
  const note = () => element.shadowRoot!.querySelector('[part=note]');
  // Screen readers announce what comes into a region that was there before.
  const region = inside(element, '.body > [role=status]');
  expect([region.textContent, region.getBoundingClientRect().height]).toEqual(['', 0]);
  element.give(await dogs({ a: 100, b: 20 }));
  element.addEventListener('cam-lens-record', () => element.stop(), { once: true });
  await element.start().catch(() => undefined);
  expect([element.otherSettings, note()]).toEqual([{}, null]);
  Object.assign(element, { methods: 'cam, grad-cam', limit: 1 });
  await shows(element, () =>
    expect(textOf(note()!)).toBe(
      'This run was begun with other settings (Methods: cam; Pictures at most: all), and keeps them. Start anew to use ' +
        'the new ones.',
    ),
  );
  expect(note()!.parentElement).toBe(region);
  await element.start();
  const others = { methods: ['cam'], limit: null };
  await shows(element, () => expect(ended.at(-1)).toMatchObject({ finished: true, otherSettings: others }));
  expect(element.otherSettings).toEqual(others);
  expect(element.records.map(({ explanations }) => Object.keys(explanations))).toEqual([['cam'], ['cam']]);
  await element.startAnew();
  await shows(element, () => expect(note()).toBeNull());
  await element.start();
  expect(element.records.map(({ explanations }) => Object.keys(explanations))).toEqual([['cam', 'grad-cam']]);
});

it('says so of a run that was stored in an earlier visit', async () => {
  const before = held();
  const earlier = await evaluate({ methods: 'cam', keep: true });
  await earlier.startAnew();
  earlier.give(await dogs({ a: 100 }));
  await earlier.start();
  earlier.remove();
  await eventually(() => expect(held().workers).toEqual(before.workers));
  const element = await evaluate({ methods: 'grad-cam', keep: true });
  await shows(element, () => {
    expect(textOf(inside(element, '[part=note]'))).toMatch(/begun with other settings \(Methods: cam\)/);
    expect(element.otherSettings).toEqual({ methods: ['cam'] });
  });
  await element.startAnew();
  await shows(element, () => expect(element.shadowRoot!.querySelector('[part=note]')).toBeNull());
});

it('marks why dropped files could not be read as English', async () => {
  setRunStrings('de', germanRun);
  const element = await evaluate({ lang: 'de' });
  const dataSet = inside(element, 'cam-lens-data-set');
  const region = inside(dataSet, '[role=status]');
  const transfer = { types: ['Files'], items: [{ webkitGetAsEntry: () => unreadable }] };
  const unreadable = {
    ...{ isFile: true, isDirectory: false, name: 'a.png', fullPath: '/a.png' },
    file: (_: unknown, refuse: (error: Error) => void) => refuse(new DOMException('Gone.', 'NotFoundError')),
  };
  dataSet.dispatchEvent(
    Object.assign(new Event('drop', { bubbles: true, composed: true }), { dataTransfer: transfer }),
  );
  await shows(element, () => {
    const line = region.querySelector('.failed')!;
    expect(textOf(line)).toMatch(/^Die abgelegten Dateien ließen sich nicht lesen: /);
    expect(textOf(line.querySelector('[lang=en]')!)).toContain('Gone.');
  });
});
