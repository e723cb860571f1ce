import { pointwise } from '../pointwise.ts';

/** y = sin x: g · cos x. */
export const Sin = pointwise((step) => step.emit('Cos', [step.input()]));
