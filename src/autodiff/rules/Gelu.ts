import { pointwise } from '../pointwise.ts';
import type { Step } from '../rule.ts';

/** y = x · Φ(x), Φ the normal distribution (Hendrycks 2016), or its approximation by tanh. */
export const Gelu = pointwise((step) =>
  step.text('approximate', 'none') === 'tanh' ? approximated(step) : exact(step),
);

/** Φ(x) + x · φ(x), with Φ = (1 + erf(x/√2)) / 2 and φ = exp(−x²/2) / √2π. */
function exact(step: Step): string {
  const x = step.input();
  const erf = step.emit('Erf', [step.emit('Mul', [x, Math.SQRT1_2])]);
  const share = step.emit('Mul', [step.emit('Add', [erf, 1]), 0.5]);
  const bell = step.emit('Exp', [step.emit('Mul', [step.emit('Mul', [x, x]), -0.5])]);
  const density = step.emit('Mul', [bell, 1 / Math.sqrt(2 * Math.PI)]);
  return step.emit('Add', [share, step.emit('Mul', [x, density])]);
}

/** y = x/2 · (1 + t), t = tanh(k · (x + c·x³)), k = √(2/π), c = 0.044715: (1 + t)/2 + x/2 · (1 − t²) · k · (1 + 3c·x²). */
function approximated(step: Step): string {
  const x = step.input();
  const [k, c] = [Math.sqrt(2 / Math.PI), 0.044715];
  const square = step.emit('Mul', [x, x]);
  const inner = step.emit('Mul', [x, step.emit('Add', [step.emit('Mul', [square, k * c]), k])]);
  const t = step.emit('Tanh', [inner]);
  const share = step.emit('Mul', [step.emit('Add', [t, 1]), 0.5]);
  const slope = step.emit('Sub', [1, step.emit('Mul', [t, t])]);
  const half = step.emit('Mul', [x, step.emit('Add', [step.emit('Mul', [square, 1.5 * k * c]), k / 2])]);
  return step.emit('Add', [share, step.emit('Mul', [slope, half])]);
}
