import { relu } from './rectify.ts';
import { sum, tensor } from './sum.ts';

/**
 * At every position the sum over channels of g·A (HiResCAM), of ReLU(g)·A (LayerCAM), or of ReLU(g·A) (element-wise
 * Grad-CAM).
 * @param gradients [pictures, channels, positions]
 * @param activations [pictures, channels, positions]
 * @returns [pictures, positions]
 */
export function productSum(
  gradients: ArrayLike<number>,
  activations: ArrayLike<number>,
  {
    channels,
    positions,
    rectify,
  }: { channels: number; positions: number; rectify: 'nothing' | 'gradients' | 'products' },
): Float64Array {
  return tensor(activations.length / channels, (i) => {
    const [picture, p] = [Math.floor(i / positions), i % positions];
    return sum(channels, (c) => {
      const at = (picture * channels + c) * positions + p;
      const [g, a] = [gradients[at]!, activations[at]!];
      return { nothing: g * a, gradients: relu(g) * a, products: relu(g * a) }[rectify];
    });
  });
}
