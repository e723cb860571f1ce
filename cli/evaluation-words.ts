/** The options that reproduce an evaluation: all that affect its numbers, including defaults. */
import type { EvaluateOptions } from './evaluate-options.ts';
import type { RunPlan } from './run-sheet.ts';

/**
 * Options that do not affect the numbers: where results go, which browser runs, and how the run is continued; and
 * controls, which are among the methods.
 */
type Outward = 'controls' | 'out' | 'report' | 'overwrite' | 'resume' | 'json' | 'browser-url' | 'port';

/** Option → value as on the command line; files by the names that the user gave. */
export function evaluationWords(
  given: EvaluateOptions,
  { choice, model, format }: RunPlan,
): Readonly<Record<string, string>> {
  const { images, annotations, backend, limit, shard, workers, normalization, output, classes } = given;
  const words: Readonly<Record<Exclude<keyof EvaluateOptions, Outward>, string | number | undefined>> = {
    ...{ images, annotations },
    format: format ?? given.format,
    methods: choice.methods.join(','),
    layers: choice.layers.join(','),
    class: given.class,
    thresholds: choice.thresholds.join(','),
    measures: choice.measures.join(',') || 'none',
    conventions: given.conventions.join(','),
    refine: given.refine,
    steps: choice.steps,
    size: model.size,
    stride: model.stride,
    ...{ split: given.split, 'class-map': given['class-map'], limit, shard, workers, backend },
    ...{ model: given.model, normalization, output, classes },
  };
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, word]) => (word === undefined ? [] : [[name, String(word)]])),
  );
}
