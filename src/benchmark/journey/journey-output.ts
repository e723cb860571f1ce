/** What a journey arrives at, as numbers, and whether two of them agree. */
import type { Explaining } from '../../pipeline/recipe/explain.ts';
import type { Box } from '../../pipeline/types.ts';
import { CamLensError } from '../../errors.ts';
import { differingValue } from '../kernel/differing-value.ts';

export interface JourneyOutput {
  readonly logits: Float32Array;
  /** By method, 0…1. */
  readonly heatmaps: readonly { readonly method: string; readonly values: Float32Array }[];
  readonly boxes: readonly (Box | null)[];
  /** RGBA bytes. */
  readonly painting: Uint8ClampedArray;
}

export async function outputOf({ explained, results }: Explaining, painting: ImageBitmap): Promise<JourneyOutput> {
  const explanations = results[0]?.explanations ?? [];
  const heatmaps = await explained.readHeatmaps(0);
  const context = new OffscreenCanvas(painting.width, painting.height).getContext('2d');
  if (context === null) throw new CamLensError('internal', 'This browser has no canvas to read a painting from.');
  context.drawImage(painting, 0, 0);
  return {
    logits: explained.logitsOf(0).slice(),
    heatmaps: explanations.map(({ method }, i) => ({ method, values: heatmaps[i]!.values })),
    boxes: explanations.map(({ box }) => box),
    painting: context.getImageData(0, 0, painting.width, painting.height).data,
  };
}

/**
 * As fractions of the largest value. Logits: sums of thousands of float32 products in another order; heatmaps: the same,
 * stretched; paintings: a value near the edge between two colours can take the other.
 */
const tolerances = { logits: 1e-3, heatmaps: 0.01, painting: 0.05 } as const;

/** @returns a sentence about what differs, without the boxes, which jump where heatmaps cross the threshold */
export function differingOutput(actual: JourneyOutput, expected: JourneyOutput): string | undefined {
  const logits = differingValue(actual.logits, expected.logits, tolerances.logits);
  if (logits !== undefined) return `The logits: ${logits}`;
  for (const [i, { method, values }] of expected.heatmaps.entries()) {
    const heatmap = differingValue(actual.heatmaps[i]?.values ?? [], values, tolerances.heatmaps);
    if (heatmap !== undefined) return `The heatmap of ${method}: ${heatmap}`;
  }
  const painting = differingValue(actual.painting, expected.painting, tolerances.painting);
  return painting === undefined ? undefined : `The painting: ${painting}`;
}

/** The same machine must also make the same boxes. */
export function changedOutput(actual: JourneyOutput, expected: JourneyOutput): string | undefined {
  const inWords = ({ boxes }: JourneyOutput): string => JSON.stringify(boxes);
  const boxes =
    inWords(actual) === inWords(expected) ? undefined : `${inWords(actual)} instead of ${inWords(expected)}`;
  const reason = differingOutput(actual, expected) ?? (boxes === undefined ? undefined : `The boxes: ${boxes}`);
  return reason === undefined ? undefined : `While steps are timed, the result changes. ${reason}`;
}
