import { knownSize } from '../../onnx/dimensions.ts';
import type { Rule } from '../rule.ts';

/** y = x on one side of a diagonal of each matrix, 0 on the other: g there, and 0. */
export const Trilu: Rule = (step) => {
  const [rows, columns] = step.knownShape(step.input()).slice(-2).map(knownSize);
  if (rows === undefined || columns === undefined) return step.refuse('the size of its matrices is not known');
  const isWhole = (step.node.input[1] ?? '') !== '';
  const [offset] = isWhole ? (step.inputInts(1) ?? step.refuse('its diagonal is known only at run time')) : [0];
  step.checkTable(rows * columns);
  const isUpper = step.int('upper', 1) !== 0;
  const isKept = (row: number, column: number): boolean =>
    isUpper ? column - row >= (offset ?? 0) : column - row <= (offset ?? 0);
  const mask = Array.from({ length: rows * columns }, (_, i) => +isKept(Math.floor(i / columns), i % columns));
  return [step.emit('Mul', [step.gradient(), step.floats(mask, [rows, columns])])];
};
