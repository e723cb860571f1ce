import { expect, it } from 'vitest';
import { measuresTable } from '../../cli/measures-table.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { explanation, picture } from '../evaluation/records.ts';

const summaryOf = (more: Parameters<typeof explanation>[1]) => {
  const explanations = {
    cam: { layer4: { true: explanation([0], more) } },
    'grad-cam': { layer4: { true: explanation([0]) } },
  };
  return summarise([picture('a', [], { explanations })], { thresholds: [0.5] });
};

it('shows each mean with its direction, and leaves empty what was not measured', () => {
  const table = measuresTable(summaryOf({ deletion: 0.25, confidence: [0.5, 0.25] }));
  expect(table.split('\n')).toEqual([
    'Means over pictures, ↑ higher is better, ↓ lower is better; 95 % intervals in brackets',
    'method    layer   class  deletion ↓            average drop ↓        increase ↑',
    'cam       layer4  true   0.250 [0.250, 0.250]  0.500 [0.500, 0.500]  0.000 [0.000, 0.000]',
    'grad-cam  layer4  true',
    '',
  ]);
});

it('shows the sanity check by level', () => {
  const table = measuresTable(summaryOf({ randomisation: [['classifier', 0.5], ['layer4', -0.125]] })); // prettier-ignore
  expect(table.split('\n').slice(1)).toEqual([
    'method    layer   class  classifier            + layer4',
    'cam       layer4  true   0.500 [0.500, 0.500]  -0.125 [-0.125, -0.125]',
    'grad-cam  layer4  true',
    '',
  ]);
});

it('is empty where nothing but boxes was measured', () => {
  expect(measuresTable(summaryOf({}))).toBe('');
});
