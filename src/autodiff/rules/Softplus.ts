import { pointwise } from '../pointwise.ts';

/** y = ln(1 + exp x): g · sigmoid x. */
export const Softplus = pointwise((step) => step.emit('Sigmoid', [step.input()]));
