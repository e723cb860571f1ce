import { pointwise } from '../pointwise.ts';

/** y = tan x: g · (1 + y²). */
export const Tan = pointwise((step) => step.emit('Add', [step.emit('Mul', [step.output(), step.output()]), 1]));
