import { knownSize } from '../../onnx/dimensions.ts';
import type { Rule } from '../rule.ts';

/**
 * y = x · s^−beta with s = bias + alpha/size · Σ x² over `size` neighbouring channels (Krizhevsky 2012): with t = g · x
 * · s^(−beta−1), x receives g · s^−beta − 2·alpha·beta/size · x · Σ t over the channels whose windows contain it.
 *
 * Channels are moved to a spatial axis, [N, 1, C, H·W], where a sum over neighbours is a convolution with ones.
 */
export const LRN: Rule = (step) => {
  const [size, beta] = [step.int('size', 1), step.number('beta', 0.75)];
  const share = step.number('alpha', 1e-4) / size;
  const channels = knownSize(step.knownShape(step.input())[1]) ?? step.refuse('its number of channels is not known');
  step.checkTable(size);
  const ones = step.floats(
    Array.from({ length: size }, () => 1),
    [1, 1, size, 1],
  );
  const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const flat = (value: string): string => step.emit('Reshape', [value, step.ints([0, 1, channels, -1])]);
  const sumNeighbours = (value: string, above: number, below: number): string =>
    step.emit('Conv', [value, ones], { pads: { ints: [above, 0, below, 0] } });

  const [x, g] = [flat(step.input()), flat(step.gradient())];
  const squares = sumNeighbours(step.emit('Mul', [x, x]), before, after);
  const s = step.emit('Add', [step.emit('Mul', [squares, share]), step.number('bias', 1)]);
  const direct = step.emit('Mul', [g, step.emit('Pow', [s, -beta])]);
  const others = sumNeighbours(step.emit('Div', [step.emit('Mul', [direct, x]), s]), after, before);
  const indirect = step.emit('Mul', [step.emit('Mul', [x, others]), 2 * share * beta]);
  return [step.reshapeLike(step.emit('Sub', [direct, indirect]), step.input())];
};
