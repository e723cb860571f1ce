import { pointwise } from '../pointwise.ts';

/** y = x · h with h = x/6 + 1/2 clamped to 0…1 (Howard 2019): g · (h + x/6 where h is strictly in between). */
export const HardSwish = pointwise((step) => {
  const x = step.input();
  const h = step.emit('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
  const isBetween = step.emit('And', [step.emit('Greater', [h, 0]), step.emit('Less', [h, 1])]);
  const rise = step.emit('Where', [isBetween, step.emit('Mul', [x, 1 / 6]), 0]);
  return step.emit('Add', [h, rise]);
});
