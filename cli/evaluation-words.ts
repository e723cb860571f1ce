/** An evaluation as the options that ask for it: all that decide its numbers, those included that nobody gave. */
import type { RunPlan } from './run-files.ts';

/** What the user gave that the plan does not hold. */
export interface GivenOptions {
  readonly images?: string | undefined;
  readonly annotations?: string | undefined;
  readonly class: string;
  readonly split?: string | undefined;
  readonly 'class-map'?: string | undefined;
  readonly limit?: number | undefined;
  readonly shard?: string | undefined;
  readonly workers?: number | undefined;
  readonly backend: string;
  readonly model?: string | undefined;
  readonly normalization?: string | undefined;
  readonly classes?: string | undefined;
}

/** Name → value as the command line takes it; files by the names that they were given by. */
export function evaluationWords(given: GivenOptions, { choice, model }: RunPlan): Readonly<Record<string, string>> {
  const { images, annotations, backend, limit, shard, workers, normalization, classes } = given;
  const words: Readonly<Record<string, string | number | undefined>> = {
    ...{ images, annotations },
    methods: choice.methods.join(','),
    layers: choice.layers.join(','),
    class: given.class,
    thresholds: choice.thresholds.join(','),
    measures: choice.measures.join(',') || 'none',
    size: model.size,
    ...{ split: given.split, 'class-map': given['class-map'], limit, shard, workers, backend },
    ...{ model: given.model, normalization, classes },
  };
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, word]) => (word === undefined ? [] : [[name, String(word)]])),
  );
}
