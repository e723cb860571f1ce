import { pointwise } from '../pointwise.ts';

/** y = exp x: g · y. */
export const Exp = pointwise((step) => step.output());
