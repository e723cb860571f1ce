import type { Rule } from '../rule.ts';

/** y = min(max(x, low), high), either bound may be absent: g strictly between them, as ReLU's rule has it at 0. */
export const Clip: Rule = (step) => {
  if (step.needs(1) || step.needs(2)) step.refuse('its bounds depend on a layer');
  const [, low = '', high = ''] = step.node.input;
  const inside = [
    ...(low === '' ? [] : [step.emit('Greater', [step.input(), low])]),
    ...(high === '' ? [] : [step.emit('Less', [step.input(), high])]),
  ];
  if (inside.length === 0) return [step.gradient()];
  const passes = inside.reduce((a, b) => step.emit('And', [a, b]));
  return [step.emit('Where', [passes, step.gradient(), step.float(0)])];
};
