/** What a compared series is called. */
import type { ComparedExplanation } from '../../evaluation/compare-runs.ts';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import { readName, titleBy } from '../../pipeline/recipe/conventions.ts';
import { controls } from '../../pipeline/recipe/controls/index.ts';
import type { RunMethod } from './run-methods.ts';

type Titled = Pick<MethodInfo, 'name' | 'title'>;

/** A method by its name in records; one that is not known is called by that name. */
export function seriesMethod(name: string, known: readonly Titled[]): RunMethod {
  const { method, convention } = readName(name);
  const title = [...known, ...controls].find((one) => one.name === method)?.title;
  return { name, title: title === undefined ? name : titleBy(title, convention), convention };
}

/** "CAM at layer4, true class, τ = 0.15", with the run in front if there are several. */
export function seriesTitle(
  { run, method, layer, source, threshold }: ComparedExplanation,
  known: readonly Titled[],
  hasRuns: boolean,
): string {
  const point = threshold === undefined ? '' : `, τ = ${threshold}`;
  return `${hasRuns ? `${run}: ` : ''}${seriesMethod(method, known).title} at ${layer}, ${source} class${point}`;
}
