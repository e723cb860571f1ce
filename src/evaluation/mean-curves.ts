/** Curves over many pictures. */
import { CamLensError } from '../errors.ts';
import { mean } from './mean.ts';
import type { ExplanationRecord } from './record.ts';

/** The class's mean probability, from no pixel to `curveEnds`, in equal steps; a curve is absent if no picture has it. */
export type MeanCurves = Readonly<Partial<Record<CurveName, readonly number[]>>>;

const curvesOf = {
  deletion: ({ deletionCurve }: ExplanationRecord) => deletionCurve,
  insertion: ({ insertionCurve }: ExplanationRecord) => insertionCurve,
  roadMost: ({ roadMostCurve }: ExplanationRecord) => roadMostCurve,
  roadLeast: ({ roadLeastCurve }: ExplanationRecord) => roadLeastCurve,
  pixelFlipping: ({ pixelFlippingCurve }: ExplanationRecord) => pixelFlippingCurve,
} as const;

export type CurveName = keyof typeof curvesOf;
/** The share of the pixels at the last point of a curve: some must be left to fill in the others. */
export const curveEnds: Readonly<Record<CurveName, number>> = {
  ...{ deletion: 1, insertion: 1, pixelFlipping: 1 },
  ...{ roadMost: 0.9, roadLeast: 0.9 },
};

export const curveNames = Object.keys(curvesOf) as readonly CurveName[];

/**
 * Point by point, over the pictures that have the curve; null if none has.
 * @throws CamLensError `records-unfit` if the curves differ in their number of points
 */
export function meanCurves(explanations: readonly ExplanationRecord[]): MeanCurves | null {
  const means = curveNames.flatMap((name) => {
    const found = explanations.flatMap((explanation) => {
      const curve = curvesOf[name](explanation);
      return curve === undefined ? [] : [curve];
    });
    const [first] = found;
    if (first === undefined) return [];
    const other = found.find(({ length }) => length !== first.length);
    if (other === undefined) return [[name, first.map((_, i) => mean(found.map((curve) => curve[i]!)))] as const];
    throw new CamLensError(
      'records-unfit',
      `Curves of ${name} have ${first.length} and ${other.length} points; those of one run must have ` +
        'the same number.',
    );
  });
  return means.length === 0 ? null : Object.fromEntries(means);
}
