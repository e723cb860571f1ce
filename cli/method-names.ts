import { CamLensError, describeError } from '../src/errors.ts';
import { methodNamed, methods } from '../src/pipeline/recipe/methods/index.ts';
import { refinementNamed, refinementRefusal } from '../src/pipeline/recipe/refine/refinements.ts';
import { didYouMean } from './nearest.ts';

export const methodNames: readonly string[] = methods.map(({ name }) => name);

/**
 * Checks names of methods before a browser is started.
 * @param names some may be `all`
 * @throws CamLensError `unknown-method`
 */
export function checkMethods(names: readonly string[]): void {
  for (const name of names) {
    if (name === 'all') continue;
    try {
      methodNamed(name);
    } catch (cause) {
      const { message } = describeError(cause);
      const meant = didYouMean(name, methodNames, (word) => `"${word}"`);
      throw new CamLensError('unknown-method', `${message}${meant}`, { cause });
    }
  }
}

/**
 * Checks that the maps of all methods can be refined, before a browser is started. `all` includes only those that can.
 * @param names known ones; some may be `all`
 * @throws CamLensError `method-needs` naming those that make maps of the network's input
 */
export function checkRefined(names: readonly string[], refine: string): void {
  if (!refinementNamed(refine).byFeatures || names.includes('all')) return;
  const unrefined = names.filter((name) => refinementRefusal(methodNamed(name)) !== undefined);
  if (unrefined.length === 0) return;
  throw new CamLensError(
    'method-needs',
    `--refine ${refine} needs maps of a layer, but these are maps of the network's input: ${unrefined.join(', ')}. ` +
      'Leave them out, or choose --refine none.',
  );
}
