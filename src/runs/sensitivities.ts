/** The largest distances of maps from those of pictures that are moved a little. */
import { relativeDistance } from '../evaluation/sensitivity.ts';
import type { Explainer } from '../pipeline/api/explainer.ts';
import type { BatchChoice } from '../pipeline/recipe/explain.ts';
import type { PictureResult } from '../pipeline/recipe/results.ts';
import { seedOf } from '../random.ts';
import type { DecodedPicture } from './explanation-records.ts';
import { shownMap } from './measures/shown-map.ts';

/** As Captum's `sensitivity_max`. */
export const sensitivitySamples = 10;
export const sensitivityRadius = 0.02;

/**
 * @param results of the same choice
 * @returns by picture and explanation; undefined if the map is zero everywhere
 */
export async function sensitivities(
  explainer: Explainer,
  shown: readonly DecodedPicture[],
  choice: Partial<BatchChoice>,
  results: readonly PictureResult[],
): Promise<readonly (readonly (number | undefined)[])[]> {
  const largest = results.map(({ explanations }) => explanations.map((): number | undefined => undefined));
  const pictures = shown.map(({ picture }) => picture);
  for (let sample = 0; sample < sensitivitySamples; sample++) {
    const seeds = shown.map(({ truth }) => seedOf(`${truth.id} ${sample}`));
    const moved = await explainer.explain(pictures, {
      ...{ ...choice, boxless: true },
      jitter: { radius: sensitivityRadius, seeds },
    });
    moved.explained.destroy();
    for (const [p, { explanations }] of results.entries()) {
      for (const [i, { method, map }] of explanations.entries()) {
        const other = moved.results[p]!.explanations[i]!.map;
        const distance = relativeDistance(shownMap(method, map), shownMap(method, other));
        if (distance !== undefined) largest[p]![i] = Math.max(largest[p]![i] ?? 0, distance);
      }
    }
  }
  return largest;
}
