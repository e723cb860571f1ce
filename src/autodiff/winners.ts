import { sumToShapeOf } from './broadcast.ts';
import type { Rule } from './rule.ts';

/** Each entry of the result comes from one of several operands: g goes to the first that equals it. */
export const winnersGradient: Rule = (step) => {
  let open: string | undefined;
  return step.node.input.map((operand, i) => {
    const equals = step.emit('Equal', [operand, step.output()]);
    const wins = open === undefined ? equals : step.emit('And', [open, equals]);
    const lost = step.emit('Not', [equals]);
    open = open === undefined ? lost : step.emit('And', [open, lost]);
    return step.needs(i) ? sumToShapeOf(step, step.emit('Where', [wins, step.gradient(), 0]), operand) : undefined;
  });
};
