/** An evaluation for the terminal: one row per method, after Figure 6 of Yun's comparison. */
import type { EvaluationResult } from './evaluation-result.ts';
import { accuracyTable } from './accuracy-table.ts';
import { isBoxed } from '../src/evaluation/is-boxed.ts';
import { leftOutInWords } from '../src/runs/run-format.ts';
import { measuresTable } from './measures-table.ts';
import { textTable } from './text-table.ts';
import { wrapWords } from './wrap-words.ts';

const statistics = ['meanIoU', 'corLoc', 'top1Loc', 'top5Loc'] as const;
type Point = Readonly<Record<(typeof statistics)[number], number>> & {
  readonly threshold: number;
  readonly chosenOn: string;
};
type Intervals = Readonly<Record<(typeof statistics)[number], readonly [number, number]>>;

const columns = [
  'method',
  'layer',
  'class',
  'τ',
  'τ from',
  'mean IoU',
  'CorLoc',
  'top-1 loc',
  'top-5 loc',
  'MaxBoxAccV2',
];

/** @param width in columns. Default: no limit */
export function evaluationTable(result: EvaluationResult, width?: number): string {
  const { dataset, leftOut, methods, centreBaseline, accuracy, timings } = result;
  const rows = Object.entries(methods).flatMap(([method, layers]) =>
    Object.entries(layers).flatMap(([layer, sources]) =>
      Object.entries(sources).flatMap(([source, summary]) => {
        if (!isBoxed(summary)) return [];
        const { reported, oracle, interval95, maxBoxAccV2 } = summary;
        return [
          [method, layer, source, ...pointCells(reported, interval95), maxBoxAccV2 === null ? '' : share(maxBoxAccV2)],
          ['  oracle', '', '', ...pointCells(oracle), ''],
        ];
      }),
    ),
  );
  if (centreBaseline !== null) {
    const { reported, interval95 } = centreBaseline;
    rows.push(['centre box', '', '', ...pointCells(reported, interval95), '']);
  }
  const reportedOn = dataset.train > 0 ? `${String(dataset.test)} test pictures` : `${String(dataset.test)} pictures`;
  const title = `Localisation on ${reportedOn}, 95 % intervals in brackets; the oracle's τ is the best for these same pictures`;
  return [
    dataset.pictures === 0 ? 'No picture could be measured.\n' : '',
    rows.length === 0 ? '' : textTable({ title, columns, rows }, width),
    measuresTable(result, width),
    accuracyTable(result, width),
    accuracy === null ? '' : `accuracy: top-1 ${share(accuracy.top1)}, top-5 ${share(accuracy.top5)}\n`,
    ...[countsInWords(result), ...leftOutInWords(leftOut.map(({ measure }) => measure))].map(
      (sentence) => `${wrapWords(sentence, width ?? Infinity).join('\n')}\n`,
    ),
    `${timings.picturesPerSecond.toFixed(2)} pictures per second with ${count(timings.workers, 'worker')}\n`,
  ].join('');
}

function countsInWords({ dataset, failed, notes }: EvaluationResult): string {
  return (
    `${count(dataset.pictures, 'picture')} with ${dataset.boxes === 0 ? 'no true boxes' : count(dataset.boxes, 'true box', 'true boxes')}` +
    (dataset.train > 0
      ? ` (${String(dataset.train)} of them ${dataset.boxes === 0 ? 'in the train part, not reported' : 'for choosing τ'})`
      : '') +
    `; ${String(failed.length)} failed, ${count(notes.length, 'note')}` +
    (dataset.withoutPicture > 0 ? `, ${count(dataset.withoutPicture, 'annotation')} without picture` : '')
  );
}

function pointCells(point: Point, intervals?: Intervals): string[] {
  const cells = statistics.map((name) => {
    const [low, high] = intervals?.[name] ?? [];
    return low === undefined || high === undefined
      ? share(point[name])
      : `${share(point[name])} [${share(low)}, ${share(high)}]`;
  });
  return [String(point.threshold), point.chosenOn, ...cells];
}

function share(value: number): string {
  return value.toFixed(3);
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}
