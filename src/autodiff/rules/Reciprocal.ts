import { pointwise } from '../pointwise.ts';

/** y = 1 / x: −g · y². */
export const Reciprocal = pointwise((step) => step.emit('Neg', [step.emit('Mul', [step.output(), step.output()])]));
