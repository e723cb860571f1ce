import type { Rule } from '../rule.ts';

/** g with its axes put back in their old order. */
export const Transpose: Rule = (step) => {
  const order = step.intList('perm');
  // Without an order the axes are reversed, and a second time puts them back.
  if (order === undefined) return [step.emit('Transpose', [step.gradient()])];
  return [step.emit('Transpose', [step.gradient()], { perm: { ints: order.map((_, axis) => order.indexOf(axis)) } })];
};
