/** The measures of an evaluation other than boxes, for the terminal: one row per explanation. */
import type { ExplanationSummary } from '../src/evaluation/summary.ts';
import type { SetStatisticName, StatisticName } from '../src/evaluation/statistics.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { textTable } from './text-table.ts';

const explained = ['method', 'layer', 'class'];
const arrows = { higher: '↑', lower: '↓' };

/** Empty if only boxes were measured. */
export function measuresTable(
  { methods, statistics }: Pick<EvaluationResult, 'methods' | 'statistics'>,
  width?: number,
): string {
  const names = Object.keys(statistics) as (StatisticName | SetStatisticName)[];
  const rows = rowsOf(methods);
  const levels = [...new Set(rows.flatMap(({ summary }) => summary.randomisation?.map(({ level }) => level) ?? []))];
  return [
    names.length === 0
      ? ''
      : textTable(
          {
            title: `Means over pictures${names.includes('pxap') ? ' (PxAP: of all pixels together)' : ''}, ↑ higher is better, ↓ lower is better; 95 % intervals in brackets`,
            columns: [
              ...explained,
              ...names.map(
                (name) => `${statistics[name]?.title ?? name} ${arrows[statistics[name]?.better ?? 'higher']}`,
              ),
            ],
            rows: rows.map(({ cells, summary }) => [
              ...cells,
              ...names.map((name) => cell(summary[name], summary.interval95[name])),
            ]),
          },
          width,
        ),
    levels.length === 0
      ? ''
      : textTable(
          {
            title:
              'Sanity check, ↓: rank correlation (Spearman) with the maps of a network whose weights are random from the classifier down; a map whose value stays near 1 does not depend on the weights',
            columns: [...explained, ...levels.map((level, i) => (i === 0 ? level : `+ ${level}`))],
            rows: rows.map(({ cells, summary }) => [
              ...cells,
              ...levels.map((name) => {
                const found = summary.randomisation?.find(({ level }) => level === name);
                return cell(found?.correlation, found?.interval95);
              }),
            ]),
          },
          width,
        ),
  ].join('');
}

interface Row {
  readonly cells: readonly string[];
  readonly summary: ExplanationSummary;
}

function rowsOf(methods: EvaluationResult['methods']): Row[] {
  return Object.entries(methods).flatMap(([method, layers]) =>
    Object.entries(layers).flatMap(([layer, sources]) =>
      Object.entries(sources).map(([source, summary]) => ({ cells: [method, layer, source], summary })),
    ),
  );
}

function cell(value: number | undefined, interval: readonly [number, number] | undefined): string {
  if (value === undefined) return '';
  if (interval === undefined) return value.toFixed(3);
  const [low, high] = interval.map((end) => end.toFixed(3));
  return `${value.toFixed(3)} [${low ?? ''}, ${high ?? ''}]`;
}
