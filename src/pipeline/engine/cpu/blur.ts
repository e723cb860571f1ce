/**
 * One entry of a tensor, blurred: the weights are the products of a kernel across and the same kernel down; outside of a
 * channel all is 0.
 * @param tensor [entries, channels, height, width]
 * @param kernel of odd length
 * @returns [channels, height, width]
 */
export function blur(
  tensor: ArrayLike<number>,
  kernel: ArrayLike<number>,
  { entry, channels, positions, width }: { entry: number; channels: number; positions: number; width: number },
): Float64Array {
  const [height, reach] = [positions / width, (kernel.length - 1) / 2];
  const across = new Float64Array(positions);
  const blurred = new Float64Array(channels * positions);
  for (let c = 0; c < channels; c++) {
    const first = (entry * channels + c) * positions;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
          sum += kernel[u - x + reach]! * tensor[first + y * width + u]!;
        }
        across[y * width + x] = sum;
      }
    }
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
          sum += kernel[v - y + reach]! * across[v * width + x]!;
        }
        blurred[c * positions + y * width + x] = sum;
      }
    }
  }
  return blurred;
}
