/** Deletion and insertion curves over many pictures. */
import { CamLensError } from '../errors.ts';
import { mean } from './mean.ts';
import type { ExplanationRecord } from './record.ts';

/** The class's mean probability, from no pixel to all, in equal steps; a curve is left out where no picture has it. */
export type MeanCurves = Readonly<Partial<Record<CurveName, readonly number[]>>>;

const curvesOf = {
  deletion: ({ deletionCurve }: ExplanationRecord) => deletionCurve,
  insertion: ({ insertionCurve }: ExplanationRecord) => insertionCurve,
} as const;

export type CurveName = keyof typeof curvesOf;
export const curveNames = Object.keys(curvesOf) as readonly CurveName[];

/**
 * Point by point, of the pictures that have the curve; null where none has any.
 * @throws CamLensError `records-unfit` where the curves have not all as many points
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
      `One curve of ${name} has ${first.length} points, another ${other.length}; those of a run have as many.`,
    );
  });
  return means.length === 0 ? null : Object.fromEntries(means);
}
