/** The boxes that OpenCV found, by test/fixtures/wsol/make-opencv.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../../../src/evaluation/iou.ts';
import type { LevelBox } from '../../../src/evaluation/wsol/contour-boxes.ts';

/** Levels [from, to), the largest contour's box, and every contour's, sorted and without repetition. */
type LevelRun = readonly [from: number, to: number, largest: Box, all: readonly Box[]];

interface OpenCvBoxes {
  readonly patterns: readonly {
    readonly values: readonly (readonly number[])[];
    readonly levels: readonly LevelRun[];
  }[];
  readonly scoreMaps: readonly {
    readonly raw: readonly (readonly number[])[];
    readonly resized: Readonly<Record<string, readonly number[]>>;
    readonly sum: number;
    readonly weightedSum: number;
    readonly levels: readonly LevelRun[];
  }[];
}

const file = join(import.meta.dirname, '../../fixtures/wsol/opencv.json');
export const openCv = JSON.parse(readFileSync(file, 'utf8')) as OpenCvBoxes;

/** The boxes at one level, sorted as tuples and without repetition. */
export function boxesAt(boxes: readonly LevelBox[], level: number): Box[] {
  const alive = boxes.filter(({ lowest, highest }) => lowest <= level && level <= highest).map(({ box }) => box);
  const distinct = [...new Map(alive.map((box) => [box.join(), box])).values()];
  return distinct.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
}

export function runAt(levels: readonly LevelRun[], level: number): { largest: readonly Box[]; all: readonly Box[] } {
  const run = levels.find(([from, to]) => from <= level && level < to);
  return run === undefined ? { largest: [], all: [] } : { largest: [run[2]], all: run[3] };
}
