/** `evaluate` of folders named by class, with the tiny network: the numbers of the same set with boxes, without what boxes give. */
import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import { withoutBoxes } from '../evaluation/records.ts';
import { expectValid } from '../schema/published.ts';
import { VocSet } from '../support/voc-set.ts';
import { run } from './run-cam-lens.ts';

const set = new VocSet('folders');
const words = [
  ...['--model', set.at('tiny.onnx'), '--backend', 'cpu', '--workers', '1', '--methods', 'cam,grad-cam'],
  ...['--measures', 'wsol,pointing,energy,sparseness,deletion', '--steps', '4'],
];

beforeAll(() => {
  set.storeModel();
  for (const [i, file] of ['ant/1.png', 'ant/2.png', 'Bee/1.png', 'dog/3.png'].entries()) {
    const data = Uint8Array.from({ length: 40 * 32 * 3 }, (_, at) => (at * (7 + i) + (at % 97) * 13 * i) % 256);
    set.storePicture(file, encode({ width: 40, height: 32, data, channels: 3 }), [[4, 8, 28, 30]], [40, 32]);
  }
  set.store('set/Images/zebra/1.png', readFileSync(set.at('set/Images/ant/1.png')));
});
afterAll(() => set.remove());

const result = (name: string): EvaluationResult => JSON.parse(set.readText(name)) as EvaluationResult;

it('has accuracy and faithfulness as with boxes, and no measure of boxes', async () => {
  const images = ['--images', set.at('set/Images')];
  const boxed = await run(
    ...['evaluate', ...images, '--annotations', set.at('set/Annotations'), ...words, '--out', set.at('boxed.json')],
  );
  const { code, told, printed } = await run(
    ...['evaluate', ...images, ...words, '--out', set.at('bare.json'), '--report', set.at('report')],
  );
  // The zebra has no class: with boxes, it has no annotation either.
  expect([boxed.code, code], told).toEqual([1, 1]);
  expect(told).toContain(
    'There are no annotations: the folders of the pictures are taken as their classes, and no boxes are compared',
  );
  expect(told).toContain('Not measured, because the data set has no boxes: wsol, pointing, energy.');
  expect(told).toMatch(/1 class name in .* match no class of the model: zebra \(1\)/);
  expect(printed).toMatch(/^cam +last +true +[\d.]+ \[.*\n/m);
  expect(printed).not.toMatch(/IoU|CorLoc|oracle|centre box|NaN|undefined/);

  const [all, bare] = [result('boxed.json'), result('bare.json')];
  expectValid('evaluation', bare);
  expect(bare.perPicture.map(({ id }) => id)).toEqual(['Bee/1', 'ant/1', 'ant/2', 'dog/3']);
  expect(bare.perPicture).toEqual(all.perPicture.map((record) => ({ ...withoutBoxes(record), iou: {} })));
  expect(bare.accuracy).toEqual(all.accuracy);
  // The zebra is of no class, and no picture is of the other classes of the model.
  const named = bare.accuracyByClass.map(({ class: index, pictures }) => [bare.classes[index], pictures]);
  expect(named).toEqual([
    ['ant', 2],
    ['bee', 1],
    ['dog', 1],
  ]);
  for (const { class: index, pictures, top1, top5 } of bare.accuracyByClass) {
    const its = bare.perPicture.filter((record) => record.class === index);
    const right = [1, 5].map((most) => its.filter(({ rank }) => rank <= most).length);
    expect([top1, top5]).toEqual(right.map((each) => each / pictures));
  }
  expect(printed).toMatch(/^Accuracy by true class, the lowest first\nclass +pictures +top-1 +top-5\n/m);
  expect([bare.dataset.boxes, bare.centreBaseline, bare.plan.format]).toEqual([0, null, 'folders']);
  const [one, other] = [all, bare].map(({ methods }) => methods['grad-cam']!['last']!.true!);
  expect(other).toEqual({
    ...{ pictures: 4, empty: one!.empty, deletion: one!.deletion, sparseness: one!.sparseness },
    interval95: { deletion: one!.interval95.deletion, sparseness: one!.interval95.sparseness },
    meanCurves: { deletion: one!.meanCurves!.deletion },
  });
  const page = set.readText('report/index.html').replace(/<style>.*<\/style>/s, '');
  expect(page).toContain('Taken for another class');
  expect(page).not.toMatch(/IoU|CorLoc|NaN|undefined/);
});
