import { pointwise } from '../pointwise.ts';

/** y = cos x: −g · sin x. */
export const Cos = pointwise((step) => step.emit('Neg', [step.emit('Sin', [step.input()])]));
