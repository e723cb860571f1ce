/** The accuracy of each class, for the terminal. */
import { visible } from '../src/visible.ts';
import { cut } from './cut.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { textTable } from './text-table.ts';

/** Number of rows: data sets can have a thousand classes. */
const most = 20;
/** Columns of a class name. */
const room = 40;

/** The classes of the lowest accuracy first; empty if the data set has true boxes, whose tables come first. */
export function accuracyTable(
  { dataset, accuracyByClass, classes }: Pick<EvaluationResult, 'dataset' | 'accuracyByClass' | 'classes'>,
  width?: number,
): string {
  if (dataset.boxes > 0 || accuracyByClass.length === 0) return '';
  const lowest = accuracyByClass
    .toSorted((a, b) => a.top1 - b.top1 || a.top5 - b.top5 || a.class - b.class)
    .slice(0, most);
  const others = accuracyByClass.length - lowest.length;
  const rest = others === 0 ? '' : `; ${others} more are in the JSON and the report`;
  return textTable(
    {
      title: `Accuracy by true class, the lowest first${rest}`,
      columns: ['class', 'pictures', 'top-1', 'top-5'],
      rows: lowest.map(({ class: index, pictures, top1, top5 }) => [
        cut(visible(classes[index] ?? `class ${index}`), room),
        pictures,
        top1.toFixed(3),
        top5.toFixed(3),
      ]),
    },
    width,
  );
}
