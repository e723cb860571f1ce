/** Validates a run's choice: the library is called from JavaScript too. */
import { CamLensError } from '../errors.ts';
import { checkIsChoice, checkNames, checkThreshold, checkThresholds } from '../pipeline/recipe/check-choice.ts';
import { conventionNamed } from '../pipeline/recipe/conventions.ts';
import { refinementNamed } from '../pipeline/recipe/refine/refinements.ts';
import { measureNames, type RunChoice } from './run-choice.ts';

/** @throws CamLensError `bad-option` naming what is not valid */
export function checkRunChoice(choice: RunChoice): void {
  checkIsChoice(choice, 'An evaluation');
  checkNames(choice.methods, 'method');
  checkNames(choice.layers, 'layer');
  checkNames(choice.sources, 'class source, "true" or "predicted",');
  checkKnown(choice.sources, ['true', 'predicted'], 'class source');
  checkThresholds(choice.thresholds);
  checkThreshold(choice.boxThreshold);
  if (!Array.isArray(choice.measures)) throw new CamLensError('bad-option', 'A list of measures was expected.');
  checkKnown(choice.measures, measureNames, 'measure');
  if (choice.refine !== undefined) refinementNamed(choice.refine);
  if (choice.conventions === undefined) return;
  checkNames(choice.conventions, 'convention');
  choice.conventions.forEach(conventionNamed);
}

function checkKnown(names: readonly string[], known: readonly string[], what: string): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new CamLensError('bad-option', `There is no ${what} "${unknown}"; known are ${known.join(', ')}.`);
}
