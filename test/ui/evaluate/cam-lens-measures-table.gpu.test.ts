import { expect, it } from 'vitest';
import type { ExplanationRecord } from '../../../src/evaluation/record.ts';
import { usualThresholds } from '../../../src/runs/run-choice.ts';
import '../../../src/ui/evaluate/cam-lens-evaluation.define.ts';
import { runTables } from '../../../src/ui/evaluate/run-tables.ts';
import { explanation, picture } from '../../evaluation/records.ts';
import { headWith } from '../../runs/heads.ts';
import { fakeInfo } from '../support/fake-lens.ts';
import { inside, mount, textOf } from '../support/mount.ts';

const ious = usualThresholds.map(() => 0.5);

async function tableOf(more: Partial<ExplanationRecord>) {
  const explanations = {
    cam: { layer4: { true: explanation(ious, more) } },
    'grad-cam': { layer4: { true: explanation(ious) } },
  };
  const tables = runTables([picture('a', [], { explanations })], headWith(fakeInfo), true);
  return mount('cam-lens-measures-table', { tables: tables! });
}

it('shows what was measured, by method, with directions and intervals', async () => {
  const element = await tableOf({
    ...{ deletion: 0.25, confidence: [0.5, 0.25] },
    randomisation: [['classifier', 0.5], ['layer4', -0.125]], // prettier-ignore
  });
  const table = inside(element, 'table');
  expect([...table.querySelectorAll('thead th')].map(textOf)).toEqual([
    ...['Method', 'Deletion ↓', 'Average drop ↓', 'Increase ↑', 'Random: classifier ↓', 'Random: + layer4 ↓'],
  ]);
  const valuesOf = (row: string) => [...table.querySelectorAll(`[data-row="${row}"] td`)].map(textOf);
  expect([...table.querySelectorAll('.value')].map(textOf)).toEqual(['0.250', '0.500', '0.000', '0.500', '-0.125']);
  expect(valuesOf('cam')[0]).toBe('0.250 0.250 to 0.250');
  expect(valuesOf('grad-cam')).toEqual(['–', '–', '–', '–', '–']);
  expect(textOf(inside(element, '.foot'))).toContain('“Random” columns');
  expect(element.hidden).toBe(false);
});

it('is absent if only boxes were measured', async () => {
  const element = await tableOf({});
  expect(element.hidden).toBe(true);
  expect(element.shadowRoot?.querySelector('section')).toBeNull();
});

it('explains the columns that are there, and no others', async () => {
  const element = await tableOf({ energy: 0.5 });
  expect(textOf(inside(element, '.foot'))).toBe(
    '↑ higher is better, ↓ lower is better. Below each mean: its 95 % interval.',
  );
});
