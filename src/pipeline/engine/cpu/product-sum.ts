import { rectified } from './rectify.ts';

/**
 * Gradients and activations → raw maps: at every position the sum over channels of g·A (HiResCAM), of ReLU(g)·A
 * (LayerCAM), or of ReLU(g·A) (element-wise Grad-CAM).
 * @param gradients [pictures, channels, positions]
 * @param activations [pictures, channels, positions]
 * @param rectify what counts as 0 where it is negative; 0: nothing, 1: gradients, 2: products
 * @returns [pictures, positions]
 */
export function productSum(
  gradients: ArrayLike<number>,
  activations: ArrayLike<number>,
  { channels, positions, rectify }: { channels: number; positions: number; rectify: number },
): Float64Array {
  const maps = new Float64Array(activations.length / channels);
  for (let i = 0; i < activations.length; i++) {
    const picture = Math.floor(i / (channels * positions));
    const gradient = rectify === 1 ? rectified(gradients[i]!) : gradients[i]!;
    const product = gradient * activations[i]!;
    maps[picture * positions + (i % positions)]! += rectify === 2 ? rectified(product) : product;
  }
  return maps;
}
