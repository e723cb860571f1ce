/** What a run explains by: each method under each convention, as its records name them. */
import { nameBy, titleBy, type ConventionName } from '../../pipeline/recipe/conventions.ts';
import { defaultConventions } from '../../pipeline/recipe/defaults.ts';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import type { RunSettings } from '../../runs/kept-run.ts';

export interface RunMethod {
  readonly name: string;
  readonly title: string;
  readonly convention: ConventionName;
}

/** One convention after the other. */
export function runMethods(
  { methods, conventions = defaultConventions }: Pick<RunSettings, 'methods' | 'conventions'>,
  offered: readonly Pick<MethodInfo, 'name' | 'title'>[],
): readonly RunMethod[] {
  return conventions.flatMap((convention) =>
    methods.map((method) => {
      const title = offered.find(({ name }) => name === method)?.title ?? method;
      return { name: nameBy(method, convention), title: titleBy(title, convention), convention };
    }),
  );
}
