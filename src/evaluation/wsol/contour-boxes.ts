/**
 * The boxes that the "wsol" protocol predicts at every level, as computed by cv2.findContours (RETR_TREE) and
 * cv2.boundingRect: of each component and of each hole, whose contour runs through the pixels around it.
 */
import type { Box } from '../iou.ts';
import { levelComponents, levelCount, type LevelComponent } from './level-components.ts';
import { doubledOuterArea, withRim } from './outer-border.ts';
import type { ScoreMap } from './score-map.ts';

/** A box predicted at every level from `lowest` to `highest`; its last column and row count (the IoU adds 1). */
export interface LevelBox {
  readonly lowest: number;
  readonly highest: number;
  readonly box: Box;
}

export interface ContourBoxes {
  /** The box of the contour with the largest polygon area, at each level that has a contour: used by MaxBoxAcc. */
  readonly largest: readonly LevelBox[];
  /** The box of every contour, outer and inner: used by MaxBoxAccV2. */
  readonly all: readonly LevelBox[];
}

export function contourBoxes(map: ScoreMap): ContourBoxes {
  const components = levelComponents(map, 8);
  const outer = components.map(({ lowest, highest, box }) => ({ lowest, highest, box: clip(box, map) }));
  return { largest: largestBoxes(map, components), all: [...outer, ...holeBoxes(map)] };
}

/**
 * No hole can be the largest contour, because the border around it has at least its area and comes first. For equal
 * areas, the component whose first pixel comes LAST in raster order wins, because findContours lists it first.
 */
function largestBoxes(map: ScoreMap, components: readonly LevelComponent[]): LevelBox[] {
  const winners = new Array<LevelComponent | undefined>(levelCount).fill(undefined);
  const areas = new Float64Array(levelCount).fill(-1);
  const rimmed = withRim(map);
  for (const component of components) {
    // No polygon is larger than its extent: where even that loses everywhere, the border needs no following.
    const [x0, y0, x1, y1] = component.box;
    const most = 2 * (x1 - x0 - 1) * (y1 - y0 - 1);
    const levels = areas.subarray(component.lowest, component.highest + 1);
    if (levels.every((area) => area > most)) continue;
    const area = doubledOuterArea(rimmed, component.highest, component.first);
    for (let level = component.lowest; level <= component.highest; level++) {
      const current = areas[level]!;
      if (area < current || (area === current && component.first < winners[level]!.first)) continue;
      areas[level] = area;
      winners[level] = component;
    }
  }
  return winners.flatMap((winner, level) =>
    winner === undefined ? [] : [{ lowest: level, highest: level, box: clip(winner.box, map) }],
  );
}

/** Holes are components of cleared pixels: 4-connected, and enclosed, so that none touches the frame. */
function holeBoxes(map: ScoreMap): LevelBox[] {
  const inverted = { ...map, values: map.values.map((value) => 255 - value) };
  // {value ≤ level} is {255 − value > 254 − level}.
  return levelComponents(inverted, 4)
    .filter(({ box: [x0, y0, x1, y1] }) => x0 > 0 && y0 > 0 && x1 < map.width && y1 < map.height)
    .map(({ lowest, highest, box: [x0, y0, x1, y1] }) => ({
      lowest: levelCount - 1 - highest,
      highest: levelCount - 1 - lowest,
      box: clip([x0 - 1, y0 - 1, x1 + 1, y1 + 1], map),
    }));
}

/** (x, y, x + w, y + h), kept inside the map as the protocol does. */
function clip([x0, y0, x1, y1]: Box, { width, height }: ScoreMap): Box {
  return [x0, y0, Math.min(x1, width - 1), Math.min(y1, height - 1)];
}
