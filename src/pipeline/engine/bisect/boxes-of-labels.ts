/** Labels from the GPU → their components in the CPU engine's form. The labels are not checked. */
import type { ComponentBox, Size } from '../../types.ts';
import { noLabel } from '../stage-chain.ts';

/**
 * @param labels [height, width]
 * @returns largest first, ties in the order of the labels
 */
export function boxesOfLabels(labels: Uint32Array, { width }: Size): ComponentBox[] {
  const found = new Map<number, { area: number; box: [number, number, number, number] }>();
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const label = labels[pixel]!;
    if (label === noLabel) continue;
    const x = pixel % width;
    const y = (pixel - x) / width;
    const component = found.get(label);
    if (component === undefined) {
      found.set(label, { area: 1, box: [x, y, x + 1, y + 1] });
      continue;
    }
    const { box } = component;
    component.area++;
    // Rows are visited from top to bottom.
    box[0] = Math.min(box[0], x);
    box[2] = Math.max(box[2], x + 1);
    box[3] = y + 1;
  }
  return [...found].sort(([a, one], [b, other]) => other.area - one.area || a - b).map(([, component]) => component);
}
