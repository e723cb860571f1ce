/**
 * The results of each picture of a batch, for users and records: its classes, and its explanations with their boxes.
 */
import { byLink, rankClasses } from './classes.ts';

import type { ExplainedParts } from './explained-parts.ts';
import { mapOf, type Facts } from './facts.ts';
import { areaInPicture, inPicture } from './heatmap-size.ts';
import type { LocatedGroups } from './locate.ts';
import { pairAt, required } from '../invariants.ts';
import { describeTarget, targetOf } from './target.ts';
import type { ClassScore } from '../types.ts';
import type { Explanation } from './explanation.ts';

/** The results of one picture. */
export interface PictureResult {
  /** The first five, most probable first. */
  readonly classes: readonly ClassScore[];
  /** One per method, layer and convention. */
  readonly explanations: readonly Explanation[];
}

/**
 * @param threshold of the boxes
 * @param located at this threshold, every component; none if boxes were not requested
 */
export function resultsOf(
  parts: ExplainedParts,
  facts: Facts,
  threshold: number,
  located?: LocatedGroups,
): PictureResult[] {
  const { network, pictures, groups, classNames, refined, target } = parts;
  return pictures.map((picture, p) => {
    const logits = facts.logits.subarray(p * classNames.length, (p + 1) * classNames.length);
    const classes = rankClasses(logits, classNames, 5, byLink[network.layers.link]);
    const explained = describeTarget(
      targetOf(target, p),
      required(classes[0], 'the class predicted').index,
      classNames,
    );
    const explanations = groups.flatMap(({ items }, g) =>
      items.flatMap((item, i): Explanation[] => {
        if (item.picture !== p) return [];
        const heatmap = `heatmap ${i} of group ${g}`;
        const ranges = required(facts.ranges[g], `the ranges of group ${g}`);
        const [minimum, maximum] = pairAt(ranges, i, `the range of ${heatmap}`);
        const empty = !(maximum > minimum);
        const found = located && required(located[g]?.[i]?.at[0], `the results for ${heatmap}`);
        const { width, height, values } = mapOf(item, facts);
        return [
          {
            method: item.method,
            layer: item.layer,
            convention: item.convention,
            ...(refined === undefined ? {} : { refined }),
            class: explained,
            map: { width, height, values: Array.from(values) },
            minimum,
            maximum,
            empty,
            threshold,
            box: empty || !found?.largest ? null : inPicture(found.largest.box, picture),
            boxes: empty
              ? []
              : (found?.all ?? []).map(({ box, area }) => ({
                  box: inPicture(box, picture),
                  area: areaInPicture(area, picture),
                })),
          },
        ];
      }),
    );
    return { classes, explanations };
  });
}
