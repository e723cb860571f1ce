/** The methods of a run: each method with each convention, named as in its records. */
import { controls } from '../../pipeline/recipe/controls/index.ts';
import { nameBy, titleBy, type ConventionName } from '../../pipeline/recipe/conventions.ts';
import { defaultConventions } from '../../pipeline/recipe/defaults.ts';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import type { RunSettings } from '../../runs/kept-run.ts';

export interface RunMethod {
  readonly name: string;
  readonly title: string;
  readonly convention: ConventionName;
}

/** Ordered by convention. */
export function runMethods(
  { methods, conventions = defaultConventions }: Pick<RunSettings, 'methods' | 'conventions'>,
  offered: readonly Pick<MethodInfo, 'name' | 'title'>[],
): readonly RunMethod[] {
  return conventions.flatMap((convention) =>
    methods.map((method) => {
      const title = [...offered, ...controls].find(({ name }) => name === method)?.title ?? method;
      return { name: nameBy(method, convention), title: titleBy(title, convention), convention };
    }),
  );
}
