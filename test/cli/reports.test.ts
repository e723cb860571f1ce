/** What the command writes for people. */
import { expect, it } from 'vitest';
import { describeMethod } from '../../cli/commands/methods.ts';
import { explainSummary } from '../../cli/explain-summary.ts';
import { quietProgress } from '../../cli/progress.ts';
import { textTable } from '../../cli/text-table.ts';
import type { ListedMethod } from '../../src/pipeline/recipe/methods/listed-method.ts';

const dog = { index: 235, name: 'German shepherd' };
const explanation = {
  method: 'grad-cam',
  layer: 'layer4',
  convention: 'paper' as const,
  class: dog,
  map: { width: 1, height: 1, values: [1] },
  minimum: 0,
  maximum: 1,
  empty: false,
  threshold: 0.15,
  box: [10, 20, 60, 60] as const,
  boxes: [{ box: [10, 20, 60, 60] as const, area: 1500 }],
};
const classes = [{ ...dog, logit: 9, probability: 0.9876 }];

it('sums a picture up', () => {
  const result = { image: 'dog.jpg', width: 100, height: 80, classes, explanations: [explanation], timings: {} };
  expect(explainSummary(result)).toBe(
    'dog.jpg (100 × 80)\n  German shepherd 98.8 %\n' +
      '  grad-cam at layer4 for German shepherd: box [10, 20, 60, 60], 25.0 % of the picture, threshold 0.15\n',
  );
});

it('says in words that a map is empty, and why a picture failed', () => {
  const empty = { ...explanation, empty: true, box: null, boxes: [] };
  const result = { image: 'grey.jpg', width: 100, height: 80, classes, explanations: [empty], timings: {} };
  expect(explainSummary(result)).toContain('the map is constant, so there is no box');
  expect(explainSummary({ image: 'a.jpg', error: { code: 'picture-empty', message: 'a.jpg is empty.' } })).toBe(
    'a.jpg\n  failed: a.jpg is empty. [picture-empty]\n',
  );
});

it('does not call a map constant of which nothing reaches the threshold', () => {
  const none = { ...explanation, threshold: 1, box: null, boxes: [] };
  const result = { image: 'dog.jpg', width: 100, height: 80, classes, explanations: [none], timings: {} };
  expect(explainSummary(result)).toContain('no value reaches the threshold 1, so there is no box');
});

it('shows one line of progress of those that differ in numbers only', () => {
  const lines: string[] = [];
  const tell = quietProgress((line) => lines.push(line));
  for (const line of ['Loading, 1 of 102 MB', 'Loading, 2 of 102 MB', 'Ready', 'Loading, 3 of 102 MB']) tell(line);
  expect(lines).toEqual(['Loading, 1 of 102 MB', 'Ready', 'Loading, 3 of 102 MB']);
});

it('shows such a line again after five seconds', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const tell = quietProgress(
    (line) => lines.push(line),
    () => nowMs,
  );
  for (let run = 0; run <= 12; run++, nowMs += 1_000) tell(`Score-CAM: ${run} of 12 runs`);
  expect(lines).toEqual(['Score-CAM: 0 of 12 runs', 'Score-CAM: 5 of 12 runs', 'Score-CAM: 10 of 12 runs']);
});

it('describes a method, its caution last', () => {
  const facts: ListedMethod = {
    ...{ name: 'saliency', title: 'Saliency', paper: 'Simonyan 2013', formula: 'max|g|', at: 'input', isSlow: true },
    ...{ needs: ['inputGradients'], caution: 'Noisy.' },
  };
  expect(describeMethod(facts)).toBe(
    "saliency (Saliency)\n  Simonyan 2013\n  max|g|\n  at the network's input; needs inputGradients; runs the network " +
      'many times\n  Caution: Noisy.\n',
  );
});

it('lays a table out', () => {
  const table = {
    title: 'Stages',
    columns: ['stage', 'ms'],
    rows: [
      ['boxes', 1.5],
      ['upsample', 12.25],
    ],
  };
  expect(textTable(table)).toBe('Stages\nstage        ms\nboxes       1.5\nupsample  12.25\n');
});
