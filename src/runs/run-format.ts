/** The format of a run's annotations, which is part of its identity: it decides what can be measured. */
import { formats, type AnnotationFormat } from '../datasets/formats.ts';
import { CamLensError } from '../errors.ts';
import { maskMeasures, measureNames, measuresFor, type MeasureName } from './run-choice.ts';

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

/** What the sessions or parts of one run left out, each once, in the order in which measures are offered. */
export function leftOutOfAny(lists: readonly (readonly MeasureName[])[]): readonly MeasureName[] {
  const names = new Set(lists.flat());
  return measureNames.filter((name) => names.has(name));
}

export const lackingTruths = ['boxes', 'masks'] as const;

/** A measure that was asked for, and what the data set would need for it. */
export interface LeftOutMeasure {
  readonly measure: MeasureName;
  readonly lacks: (typeof lackingTruths)[number];
}

/** With the reason for each. */
export function leftOutWithReasons(measures: readonly MeasureName[]): readonly LeftOutMeasure[] {
  return measures.map((measure) => ({ measure, lacks: maskMeasures.has(measure) ? 'masks' : 'boxes' }));
}

/** For each kind of truth that is lacking, a sentence that names the measures that would need it. */
export function leftOutInWords(measures: readonly MeasureName[]): readonly string[] {
  const all = leftOutWithReasons(measures);
  return lackingTruths.flatMap((what) => {
    const names = all.filter(({ lacks }) => lacks === what).map(({ measure }) => measure);
    return names.length === 0 ? [] : [`Not measured, because the data set has no ${what}: ${names.join(', ')}.`];
  });
}
