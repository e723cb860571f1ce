/** An evaluation as the options that ask for it: all that decide its numbers, those included that nobody gave. */
import type { EvaluateOptions } from './evaluate-options.ts';
import type { RunPlan } from './run-sheet.ts';

/** Options that say where results go, through which browser, or how the run came to its end. */
type Outward = 'out' | 'report' | 'resume' | 'json' | 'browser-url' | 'port';

/** Name → value as the command line takes it; files by the names that they were given by. */
export function evaluationWords(given: EvaluateOptions, { choice, model }: RunPlan): Readonly<Record<string, string>> {
  const { images, annotations, backend, limit, shard, workers, normalization, output, classes } = given;
  const words: Readonly<Record<Exclude<keyof EvaluateOptions, Outward>, string | number | undefined>> = {
    ...{ images, annotations },
    methods: choice.methods.join(','),
    layers: choice.layers.join(','),
    class: given.class,
    thresholds: choice.thresholds.join(','),
    measures: choice.measures.join(',') || 'none',
    conventions: given.conventions.join(','),
    steps: choice.steps,
    size: model.size,
    ...{ split: given.split, 'class-map': given['class-map'], limit, shard, workers, backend },
    ...{ model: given.model, normalization, output, classes },
  };
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, word]) => (word === undefined ? [] : [[name, String(word)]])),
  );
}
