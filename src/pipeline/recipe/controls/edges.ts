import { dimsOf } from '../../invariants.ts';
import type { Method } from '../methods/method.ts';

/** Depends on the picture alone, yet looks like many an explanation (Adebayo et al. 2018). */
export const edges: Method<'image'> = {
  name: 'control-edges',
  title: 'Control: edges',
  paper: 'Negative control: Adebayo et al., Sanity Checks for Saliency Maps, 2018, compare with an edge detector',
  formula: '√(Sx² + Sy²), Sobel’s S of the mean of the channels of the network’s input, its edge pixels repeated',
  at: 'input',
  needs: ['image'],
  rectify: true,
  async map(chain, { image }) {
    const [pictures, channels, height, width] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
    const [values = new Float32Array()] = await chain.read([image]);
    const size = channels * height * width;
    const maps = new Float32Array(pictures * height * width);
    for (let picture = 0; picture < pictures; picture++) {
      const grey = meanOfChannels(values.subarray(picture * size, (picture + 1) * size), channels);
      maps.set(sobel(grey, width), picture * height * width);
    }
    return chain.upload(maps, [pictures, height, width]);
  },
};

function meanOfChannels(values: Float32Array, channels: number): Float64Array {
  const mean = new Float64Array(values.length / channels);
  values.forEach((value, i) => (mean[i % mean.length]! += value / channels));
  return mean;
}

/**
 * The magnitude of Sobel's gradient; outside of the picture its edge pixels go on.
 * @param values row by row
 */
export function sobel(values: ArrayLike<number>, width: number): Float64Array {
  const height = values.length / width;
  const at = (x: number, y: number): number =>
    values[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))]!;
  return Float64Array.from({ length: values.length }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const column = (across: number): number => at(x + across, y - 1) + 2 * at(x + across, y) + at(x + across, y + 1);
    const row = (down: number): number => at(x - 1, y + down) + 2 * at(x, y + down) + at(x + 1, y + down);
    return Math.hypot(column(1) - column(-1), row(1) - row(-1));
  });
}
