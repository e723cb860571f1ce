/** The format of a run's annotations, which is part of its identity: it decides what can be measured. */
import { formats, type AnnotationFormat } from '../datasets/formats.ts';
import { CamLensError } from '../errors.ts';
import { maskMeasures, measuresFor, type MeasureName } from './run-choice.ts';

/**
 * @param begun undefined if no run has begun; a run of an earlier version has no format, but boxes
 * @throws CamLensError `records-unfit` if a run goes on with annotations in another format
 */
export function checkSameFormat(
  begun: { readonly format?: AnnotationFormat } | undefined,
  now: AnnotationFormat,
): void {
  if (begun === undefined) return;
  const { format } = begun;
  if (format === undefined ? formats[now].hasBoxes && !formats[now].hasMasks : format === now) return;
  const before = format === undefined ? 'with boxes' : `as ${formats[format].title}`;
  throw new CamLensError(
    'records-unfit',
    `The run was begun with annotations ${before}, and is continued with ${formats[now].title}; the same were expected, or a new run.`,
  );
}

/** The choice, or the settings, without measures that the format does not allow. */
export function measurable<Choice extends { readonly measures?: readonly MeasureName[] }>(
  choice: Choice,
  format: AnnotationFormat,
): Choice {
  const { measures } = choice;
  return measures === undefined ? choice : { ...choice, measures: measuresFor(measures, formats[format]) };
}

/** The measures that were asked for, and that the format does not allow. */
export function leftOut(
  asked: readonly MeasureName[] = [],
  measured: readonly MeasureName[] = [],
): readonly MeasureName[] {
  return asked.filter((name) => !measured.includes(name));
}

/** For each kind of truth that is lacking, a sentence that names the measures that would need it. */
export function leftOutInWords(measures: readonly MeasureName[]): readonly string[] {
  const [ofMasks, ofBoxes] = [true, false].map((is) => measures.filter((name) => maskMeasures.has(name) === is));
  return Object.entries({ boxes: ofBoxes!, masks: ofMasks! }).flatMap(([what, names]) =>
    names.length === 0 ? [] : [`Not measured, because the data set has no ${what}: ${names.join(', ')}.`],
  );
}
