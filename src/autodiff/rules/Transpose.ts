import type { Rule } from '../rule.ts';

/** g with its axes back in their original order. */
export const Transpose: Rule = (step) => {
  const order = step.intList('perm');
  // By default the axes are reversed, and reversing again restores them.
  if (order === undefined) return [step.emit('Transpose', [step.gradient()])];
  return [step.emit('Transpose', [step.gradient()], { perm: { ints: order.map((_, axis) => order.indexOf(axis)) } })];
};
