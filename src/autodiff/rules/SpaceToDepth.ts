import type { Rule } from '../rule.ts';

/** DepthToSpace is its inverse. */
export const SpaceToDepth: Rule = (step) => [
  step.emit('DepthToSpace', [step.gradient()], { blocksize: { int: step.int('blocksize', 1) } }),
];
