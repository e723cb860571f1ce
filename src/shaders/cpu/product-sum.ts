import { rectified } from './rectify.ts';

/**
 * Gradients and activations → raw maps: at every position the sum over channels of g·A (HiResCAM), or of ReLU(g)·A
 * (LayerCAM).
 * @param gradients [pictures, channels, positions]
 * @param activations [pictures, channels, positions]
 * @param rectify negative gradients count as 0
 * @returns [pictures, positions]
 */
export function productSum(
  gradients: ArrayLike<number>,
  activations: ArrayLike<number>,
  { channels, positions, rectify }: { channels: number; positions: number; rectify: boolean },
): Float64Array {
  const maps = new Float64Array(activations.length / channels);
  for (let i = 0; i < activations.length; i++) {
    const picture = Math.floor(i / (channels * positions));
    const gradient = rectify ? rectified(gradients[i]!) : gradients[i]!;
    maps[picture * positions + (i % positions)]! += gradient * activations[i]!;
  }
  return maps;
}
