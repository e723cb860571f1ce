/** Validates records: every number must be within its bounds, and all must belong to one run, as far as it is known. */
import {
  boolean,
  both,
  fields,
  list,
  number,
  oneOf,
  orNull,
  rising,
  table,
  text,
  tuple,
  where,
  whole,
  type Check,
} from './checks.ts';
import { lengthOf, type PackedCounts } from './packed-counts.ts';
import { pixelThresholds } from './pxap.ts';
import type { PictureRecord } from './record.ts';
import { removedTenths } from './road.ts';
import { hitIousV2 } from './wsol/hits.ts';
import { levelCount } from './wsol/level-components.ts';

/** What is known about the run of the records. */
export interface RecordsOf {
  /** Whether the data set has true boxes. */
  readonly boxes?: boolean;
  /** How many IoUs each explanation has. */
  readonly thresholds?: number;
  /** How many classes the model has. */
  readonly classes?: number;
  /** Whether the run's result names the class. */
  readonly isNamed?: (index: number) => boolean;
  /** Names of methods, as in records. */
  readonly methods?: readonly string[];
  readonly layers?: readonly string[];
  readonly sources?: readonly string[];
  /** Of deletion, insertion and pixel flipping. */
  readonly steps?: number;
}

/** More than any model or picture has. */
const [mostClasses, mostPixels] = [1e7, 2 ** 24];

/** Float32 sums may exceed 1 by this. */
const slack = 1e-5;

const share: Check = where(
  (value) => typeof value === 'number' && value >= -slack && value <= 1 + slack,
  'a number from 0 to 1',
);

const correlation: Check = where(
  (value) => typeof value === 'number' && Math.abs(value) <= 1 + slack,
  'a number from -1 to 1',
);

/** Half-open: it has an area. */
const box: Check = both(
  tuple(...Array.from({ length: 4 }, () => number(-mostPixels, mostPixels))),
  where((value) => {
    const [x0, y0, x1, y1] = value as [number, number, number, number];
    return x0 < x1 && y0 < y1;
  }, 'a box that has an area'),
);

/** Runs [from, to) of levels. */
const levelRuns: Check = both(
  rising(whole(0, levelCount), 0, 2 * levelCount),
  where((value) => (value as number[]).length % 2 === 0, 'pairs of levels'),
);

const hits = fields({ largest: levelRuns, any: list(levelRuns, hitIousV2.length, hitIousV2.length) });

const pixelBins = both(
  list(whole(-pixelThresholds, mostPixels ** 2), 1, pixelThresholds),
  where(
    (value) => !(value as PackedCounts).includes(0) && lengthOf(value as PackedCounts) === pixelThresholds,
    `counts at ${pixelThresholds} thresholds`,
  ),
);

const roadCurve = list(share, removedTenths.length + 1, removedTenths.length + 1);

function explanationCheck({ thresholds, steps }: RecordsOf): Check {
  const curve = steps === undefined ? list(share, 2, 10_000) : list(share, steps + 1, steps + 1);
  return fields({
    'ious?': list(number(0, 1), thresholds ?? 1, thresholds ?? 10_000),
    'maskIoU?': number(0, 1),
    box: orNull(box),
    empty: boolean,
    minimum: number(),
    maximum: number(),
    'wsol?': hits,
    'pointing?': boolean,
    'energy?': share,
    'pixels?': fields({ object: pixelBins, background: pixelBins }),
    'deletion?': share,
    'deletionCurve?': curve,
    'insertion?': share,
    'insertionCurve?': curve,
    'roadMost?': share,
    'roadMostCurve?': roadCurve,
    'roadLeast?': share,
    'roadLeastCurve?': roadCurve,
    'pixelFlipping?': share,
    'pixelFlippingCurve?': curve,
    'faithfulnessCorrelation?': orNull(correlation),
    'sparseness?': share,
    'complexity?': number(0),
    'maxSensitivity?': orNull(number(0)),
    'confidence?': tuple(share, share),
    'randomisation?': list(tuple(text, orNull(correlation)), 0, 10_000),
  });
}

/** Fields that only pictures with true boxes have. */
const ofBoxes = ['maskIoU', 'wsol', 'pointing', 'energy', 'pixels'] as const;

/** IoUs are there with true boxes, and none of what compares with them is there without. */
function hasWhatBoxesGive(expected: boolean | undefined): Check {
  return (value) => {
    const { boxes, explanations } = value as PictureRecord;
    const isBoxed = boxes !== undefined;
    if (isBoxed !== (expected ?? isBoxed)) {
      return { path: ['boxes'], expected: expected === true ? 'true boxes' : 'none, as the data set has no boxes' };
    }
    for (const [method, layers] of Object.entries(explanations)) {
      for (const [layer, sources] of Object.entries(layers)) {
        for (const [source, explanation] of Object.entries(sources)) {
          const path = ['explanations', method, layer, source];
          if (isBoxed && explanation.ious === undefined) return { path: [...path, 'ious'], expected: 'a list' };
          if (isBoxed) continue;
          const odd = (['ious', ...ofBoxes] as const).find((name) => explanation[name] !== undefined);
          if (odd !== undefined) return { path: [...path, odd], expected: 'none, as the picture has no true boxes' };
        }
      }
    }
    return undefined;
  };
}

/** Fields that must be consistent with each other. */
const isConsistent: Check = (value) => {
  const { class: index, predicted, rank, explanations, width, height } = value as PictureRecord;
  if (index === predicted && rank !== 1) return { path: ['rank'], expected: '1, as the class is the predicted one' };
  for (const [method, layers] of Object.entries(explanations)) {
    for (const [layer, sources] of Object.entries(layers)) {
      for (const [source, { box: found, minimum, maximum }] of Object.entries(sources)) {
        const path = ['explanations', method, layer, source];
        if (minimum > maximum) return { path: [...path, 'minimum'], expected: 'no more than the maximum' };
        if (found === null) continue;
        const [x0, y0, x1, y1] = found;
        if (x0 >= 0 && y0 >= 0 && x1 <= width && y1 <= height) continue;
        return { path: [...path, 'box'], expected: `a box within ${width} × ${height} pixels` };
      }
    }
  }
  return undefined;
};

const sourceNames = ['true', 'predicted'];

/** @param known of the run; unknown properties are not checked */
export function recordCheck(known: RecordsOf = {}): Check {
  const { classes = mostClasses, methods, layers, sources = sourceNames } = known;
  const named = (names: readonly string[] | undefined): ((key: string) => boolean) | undefined =>
    names === undefined ? undefined : (key) => names.includes(key);
  const index = both(
    where(
      (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < classes,
      known.classes === undefined ? 'a class index' : `a class index, 0 to ${classes - 1}`,
    ),
    where((value) => known.isNamed?.(value as number) ?? true, 'a class that the result names'),
  );
  const bySource = table(
    explanationCheck(known),
    named(sources),
    `from a class source of the run (${sources.join(', ')})`,
  );
  const byLayer = table(bySource, named(layers), 'from a layer of the run');
  const record = fields({
    id: where((value) => typeof value === 'string' && value !== '', 'a name'),
    'path?': text,
    width: whole(1, mostPixels),
    height: whole(1, mostPixels),
    'split?': oneOf('train', 'test'),
    class: index,
    predicted: index,
    rank: whole(1, classes),
    'boxes?': list(box, 1, 100_000),
    explanations: table(byLayer, named(methods), 'from a method of the run'),
  });
  return both(record, both(hasWhatBoxesGive(known.boxes), isConsistent));
}
