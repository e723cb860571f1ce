import { rounding } from '../../uniform.ts';
import { rectified } from './rectify.ts';

/**
 * Gradients and activations → raw maps: at every position the sum over channels of g·A (HiResCAM), of ReLU(g)·A
 * (LayerCAM), or of ReLU(g·A) (element-wise Grad-CAM).
 * @param gradients [pictures, channels, positions]
 * @param activations [pictures, channels, positions]
 * @param rectify what counts as 0 where it is negative; 0: nothing, 1: gradients, 2: products
 * @returns [pictures, positions]; 0 where the terms cancel but for rounding
 */
export function productSum(
  gradients: ArrayLike<number>,
  activations: ArrayLike<number>,
  { channels, positions, rectify }: { channels: number; positions: number; rectify: number },
): Float64Array {
  const maps = new Float64Array(activations.length / channels);
  const magnitudes = new Float64Array(maps.length);
  for (let i = 0; i < activations.length; i++) {
    const picture = Math.floor(i / (channels * positions));
    const gradient = rectify === 1 ? rectified(gradients[i]!) : gradients[i]!;
    const product = gradient * activations[i]!;
    const term = rectify === 2 ? rectified(product) : product;
    const place = picture * positions + (i % positions);
    maps[place]! += term;
    magnitudes[place]! += Math.abs(term);
  }
  return maps.map((sum, place) => (Math.abs(sum) < 4 * rounding * magnitudes[place]! ? 0 : sum));
}
