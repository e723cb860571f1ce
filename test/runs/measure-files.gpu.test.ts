/** Batches of picture files: the same records as one at a time, whatever is wrong with other pictures. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ExplanationRecord, PictureRecord } from '../../src/evaluation/record.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { measureFiles, type UndecodedPicture } from '../../src/runs/measure-files.ts';
import type { RunChoice } from '../../src/runs/run-choice.ts';
import { locateOnDevice } from '../support/locate-on-device.ts';
import { tinyClasses, tinyModel } from '../support/tiny-model.ts';
import { pictureFiles } from './support/picture-files.ts';

const choice: RunChoice = {
  methods: ['cam', 'grad-cam', 'hires-cam'],
  layers: ['last'],
  sources: ['true', 'predicted'],
  thresholds: Array.from({ length: 19 }, (_, i) => (i + 1) / 20),
  boxThreshold: 0.15,
  measures: ['pointing', 'energy'],
  conventions: ['paper', 'torch-cam'],
};

let files: readonly UndecodedPicture[];
/** By the CPU. */
let reference: readonly PictureRecord[] | undefined;

beforeAll(async () => {
  files = await pictureFiles();
});

/** @param onDevice heatmaps are looked at where they are made, as on a GPU, even where the adapter is software */
async function explainerOn(backend: 'cpu' | 'wasm' | 'webgpu', onDevice = false): Promise<Explainer> {
  const explainer = await createExplainer({ model: tinyModel(), backend, methods: choice.methods });
  if (onDevice) locateOnDevice(explainer);
  return explainer;
}

async function recordsOf(
  explainer: Explainer,
  some: readonly UndecodedPicture[],
  its = choice,
): Promise<PictureRecord[]> {
  const answers = await measureFiles(explainer, some, its);
  return answers.map((one) => {
    if (!one.ok) throw new Error(one.error.message);
    return one.value;
  });
}

async function oneByOne(
  explainer: Explainer,
  some: readonly UndecodedPicture[],
  its = choice,
): Promise<PictureRecord[]> {
  const records: PictureRecord[] = [];
  for (const one of some) records.push(...(await recordsOf(explainer, [one], its)));
  return records;
}

/** Numbers that come of sums on different ways differ in their last digits; all else is the same. */
function expectSame(found: readonly PictureRecord[], wanted: readonly PictureRecord[]): void {
  expect(found.map((record) => ({ ...record, explanations: {} }))).toEqual(
    wanted.map((record) => ({ ...record, explanations: {} })),
  );
  const [all, expected] = [found, wanted].map((records) => records.map(({ explanations }) => flat(explanations)));
  for (const [i, records] of all!.entries()) {
    expect(Object.keys(records)).toEqual(Object.keys(expected![i]!));
    for (const [name, record] of Object.entries(records)) {
      const other = expected![i]![name]!;
      const what = `${name} of picture ${i}`;
      expect(exact(record), what).toEqual(exact(other));
      for (const number of ['minimum', 'maximum', 'energy'] as const) {
        expect(record[number], `${number} of ${what}`).toBeCloseTo(other[number]!, 5);
      }
    }
  }
}

const exact = (record: ExplanationRecord) => ({ ...record, minimum: 0, maximum: 0, energy: 0 });

function flat(explanations: PictureRecord['explanations']): Record<string, ExplanationRecord> {
  return Object.fromEntries(
    Object.entries(explanations).flatMap(([method, layers]) =>
      Object.entries(layers).flatMap(([layer, sources]) =>
        Object.entries(sources).map(([source, record]) => [`${method} at ${layer}, ${source}`, record] as const),
      ),
    ),
  );
}

describe.each([
  ['webgpu', true],
  ['webgpu', false],
  ['wasm', true],
  ['cpu', false],
] as const)('on %s, heatmaps on the device: %s', (backend, onDevice) => {
  let explainer: Explainer;
  beforeAll(async () => {
    explainer = await explainerOn(backend, onDevice);
  });
  afterAll(() => explainer.destroy());

  test('a batch of pictures of different sizes has the records of one at a time, and those of the CPU', async () => {
    const together = await recordsOf(explainer, files);
    expect(together.map(({ predicted, class: own }) => predicted === own)).toEqual(
      expect.arrayContaining([true, false]),
    );
    expectSame(together, await oneByOne(explainer, files));
    reference ??= await recordsOf(await explainerOn('cpu'), files);
    expectSame(together, reference);
  });

  test('a bad picture gets an error, and the others are measured', async () => {
    const wanted = await recordsOf(explainer, files.slice(0, 3));
    const [first, second, third] = files as [UndecodedPicture, UndecodedPicture, UndecodedPicture];
    const unknown = { ...second, truth: { ...second.truth, class: tinyClasses.length } };
    const broken = { ...third, file: new Blob(['no picture']) };
    const empty = { ...third, file: new Blob([]) };
    const answers = await measureFiles(explainer, [first, unknown, second, broken, empty, third], choice);
    expect(answers.map((one) => (one.ok ? one.value.id : one.error.code))).toEqual([
      ...['0', 'unknown-class', '1', 'picture-unreadable', 'picture-empty', '2'],
    ]);
    expectSame(
      answers.flatMap((one) => (one.ok ? [one.value] : [])),
      wanted,
    );
  });

  test('a batch that fails for one of its pictures is measured picture by picture', async () => {
    const wanted = await recordsOf(explainer, files.slice(0, 3));
    const explain = explainer.explain.bind(explainer);
    const spied = vi.spyOn(explainer, 'explain').mockImplementation((pictures, ...rest) => {
      if (pictures.some(({ name }) => name === '1.png')) return Promise.reject(new Error('too large'));
      return explain(pictures, ...rest);
    });
    const answers = await measureFiles(explainer, files.slice(0, 3), choice);
    spied.mockRestore();
    expect(answers[1]).toEqual({ ok: false, error: { code: 'internal', message: 'too large' } });
    const others = [answers[0]!, answers[2]!].flatMap((one) => (one.ok ? [one.value] : []));
    expectSame(others, [wanted[0]!, wanted[2]!]);
  });
});
