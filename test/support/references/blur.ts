import { sum, tensor } from './sum.ts';

/**
 * One entry of [entries, channels, height, width], convolved with kernelᵀ·kernel; outside of a channel all is 0.
 * @param kernel of odd length
 * @returns [channels, height, width]
 */
export function blur(
  values: ArrayLike<number>,
  kernel: ArrayLike<number>,
  { entry, channels, positions, width }: { entry: number; channels: number; positions: number; width: number },
): Float64Array {
  const [height, taps, reach] = [positions / width, kernel.length, (kernel.length - 1) / 2];
  const at = (channel: number, y: number, x: number): number =>
    y >= 0 && y < height && x >= 0 && x < width ? values[((entry * channels + channel) * height + y) * width + x]! : 0;
  return tensor(channels * positions, (i) => {
    const [channel, y, x] = [Math.floor(i / positions), Math.floor((i % positions) / width), i % width];
    return sum(taps, (v) => sum(taps, (u) => kernel[v]! * kernel[u]! * at(channel, y + v - reach, x + u - reach)));
  });
}
