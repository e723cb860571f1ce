import { findFloats } from '../../onnx/graph.ts';
import type { Rule, Step } from '../rule.ts';

/**
 * y = min(max(x, low), high), where either bound may be absent: g strictly between them, consistent with ReLU's rule at
 * 0.
 */
export const Clip: Rule = (step) => [passWhere(step, between(step))];

/** For guided backpropagation, ReLU6 and similar are ReLUs: g between the bounds and where g > 0. */
export const guidedClip: Rule = (step) => {
  if (!isRelu(step)) return Clip(step);
  return [passWhere(step, [...between(step), step.emit('Greater', [step.gradient(), 0])])];
};

/** For deconvnet: g where g > 0. */
export const deconvClip: Rule = (step) => {
  if (!isRelu(step)) return Clip(step);
  return [passWhere(step, [step.emit('Greater', [step.gradient(), 0])])];
};

/** A hard sigmoid, as used in hard-swish, is not a ReLU: Clip(x + 3, 0, 6) / 6, or x / 6 + 1/2 between 0 and 1. */
function isRelu(step: Step): boolean {
  return step.inputFloats(1)?.[0] === 0 && !isHardSigmoid(step);
}

/** Its input was shifted by half of the upper bound, the same number everywhere. */
function isHardSigmoid(step: Step): boolean {
  const { graph } = step.builder;
  const shifted = graph.producers.get(step.input());
  const high = step.inputFloats(2)?.[0];
  if (shifted?.opType !== 'Add' || high === undefined) return false;
  return shifted.input.some((name) => {
    const shift = findFloats(graph, name, 1)?.[0];
    return shift !== undefined && Math.abs(2 * shift - high) <= 1e-6 * high;
  });
}

function between(step: Step): readonly string[] {
  if (step.needs(1) || step.needs(2)) step.refuse('its bounds depend on a layer');
  const [, low = '', high = ''] = step.node.input;
  return [
    ...(low === '' ? [] : [step.emit('Greater', [step.input(), low])]),
    ...(high === '' ? [] : [step.emit('Less', [step.input(), high])]),
  ];
}

function passWhere(step: Step, conditions: readonly string[]): string {
  if (conditions.length === 0) return step.gradient();
  const passes = conditions.reduce((a, b) => step.emit('And', [a, b]));
  return step.emit('Where', [passes, step.gradient(), 0]);
}
