import { expect, it } from 'vitest';
import { evaluateOptions, type EvaluateOptions } from '../../cli/evaluate-options.ts';
import { evaluationWords } from '../../cli/evaluation-words.ts';
import { parseOptions } from '../../cli/parse-options.ts';
import { commandLine } from '../../cli/report-folder.ts';
import type { RunPlan } from '../../cli/run-sheet.ts';
import { shellWord } from '../../src/report/sections/repeating.ts';

const read = (words: readonly string[]): EvaluateOptions => parseOptions(evaluateOptions, words).options;

const plan: RunPlan = {
  choice: {
    ...{ methods: ['cam', 'layer-cam'], layers: ['layer3', 'layer4'], sources: ['predicted'] },
    ...{ thresholds: [0.1, 0.15000000000000002], boxThreshold: 0.15, measures: [] },
  },
  ...{ model: { name: 'net', size: 320, stride: 16 }, split: 'f00', classMap: null },
};

const given = [
  ...['--images=a b', '--annotations', 'Annotation', '--methods', 'cam,layer-cam', '--class', 'predicted'],
  ...['--measures', 'none', '--split', 's.csv', '--class-map', 'c.json', '--limit', '12', '--shard', '1/4'],
  ...['--workers', '2', '--backend', 'wasm', '--model', 'net.onnx', '--normalization', 'tf', '--classes', 'n.txt'],
];

it('lists equivalent options, including defaults', () => {
  const options = evaluationWords(read(given), plan);
  const [tool, command, ...words] = commandLine({ command: 'evaluate', options, files: [] });
  expect([tool, command]).toEqual(['cam-lens', 'evaluate']);
  expect(read(words)).toEqual({
    ...read(given),
    ...{ layers: ['layer3', 'layer4'], thresholds: [0.1, 0.15000000000000002], size: 320, stride: 16 },
  });
});

it('omits options that do not change a number', () => {
  const options = evaluationWords(read([...given, '--out', 'a.json', '--report', 'r', '--resume', '--json']), plan);
  expect(options).toEqual(evaluationWords(read(given), plan));
  expect(Object.keys(evaluationWords(read(['--images', 'a', '--annotations', 'b']), plan))).not.toContain('split');
});

it('quotes arguments for a shell', () => {
  expect(['--a=b/c.tar', "it's", 'a b', ''].map(shellWord)).toEqual(['--a=b/c.tar', `'it'\\''s'`, "'a b'", "''"]);
});
