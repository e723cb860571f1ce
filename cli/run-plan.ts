/** The plan of a run, from the options of the command and what the page says of the model. */
import type { RunInfo } from '../src/headless/evaluation-calls.ts';
import { defaultConventions } from '../src/pipeline/recipe/defaults.ts';
import { refinementNamed } from '../src/pipeline/recipe/refine/refinements.ts';
import { usualThresholds } from '../src/runs/run-choice.ts';
import type { EvaluateOptions } from './evaluate-options.ts';
import type { GivenTable } from './evaluation-inputs.ts';
import { optional } from './optional.ts';
import type { RunPlan } from './run-sheet.ts';

export function planOf(
  { methods, class: source, thresholds, measures, conventions, refine, steps }: EvaluateOptions,
  { layers, model: { name, sha256, size, height, stride, normalization, output } }: RunInfo,
  { split, classMap }: { readonly split?: GivenTable; readonly classMap?: GivenTable },
): RunPlan {
  return {
    choice: {
      ...{ methods, layers, measures },
      ...optional('conventions', conventions.join() === defaultConventions.join() ? undefined : conventions),
      ...optional('refine', refine === 'none' ? undefined : refine),
      ...optional('steps', steps),
      sources: source === 'both' ? ['true', 'predicted'] : [source],
      thresholds: thresholds ?? usualThresholds,
      boxThreshold: refinementNamed(refine).threshold,
    },
    model: {
      name,
      ...optional('sha256', sha256),
      size,
      ...optional('height', height),
      ...optional('stride', stride),
      normalization,
      output,
    },
    split: split?.sha256 ?? null,
    classMap: classMap?.sha256 ?? null,
  };
}
