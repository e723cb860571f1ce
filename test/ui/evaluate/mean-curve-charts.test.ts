import { expect, it } from 'vitest';
import { summarise } from '../../../src/evaluation/summary.ts';
import type { ExplanationRecord } from '../../../src/evaluation/record.ts';
import { meanCurveCharts } from '../../../src/ui/evaluate/mean-curve-charts.ts';
import { explanation, picture } from '../../evaluation/records.ts';

const methodOf = (name: string, title: string, more: Partial<ExplanationRecord>) => {
  const record = picture('a', [0], { explanations: { [name]: { layer4: { true: explanation([0], more) } } } });
  const { methods } = summarise([record], { thresholds: [0.5] });
  return { name, title, convention: 'paper' as const, summary: methods[name]!['layer4']!.true!, histogram: [] };
};
const bare = methodOf('cam', 'CAM', {});
const measured = methodOf('grad-cam', 'Grad-CAM', { deletionCurve: [1, 0.5, 0.25, 0.125, 0] });

it('has a chart for each curve that any method has, over the share of the pixels', () => {
  const [deletion, ...others] = meanCurveCharts({ methods: [bare, measured] });
  expect(others).toEqual([]);
  expect(deletion!.x).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(deletion!.series.map(({ label, values }) => ({ label, values }))).toEqual([
    { label: 'Grad-CAM', values: [1, 0.5, 0.25, 0.125, 0] },
  ]);
  // The second method keeps its look though the first is not there.
  expect(deletion!.series[0]!.dashes).not.toEqual([]);
});

it('has none where no curve was measured', () => {
  expect(meanCurveCharts({ methods: [bare] })).toEqual([]);
  expect(meanCurveCharts({ methods: [] })).toEqual([]);
});
