import { CamLensError } from '../src/errors.ts';
import type { LensInfo } from '../src/pipeline/lens.ts';

/**
 * Refuses names that the page does not know before any picture is touched.
 * @throws CamLensError `unknown-method`, which lists the valid names
 */
export function checkMethods({ methods }: Pick<LensInfo, 'methods'>, wanted: readonly string[]): void {
  const known = methods.map((method) => method.name);
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new CamLensError('unknown-method', `There is no method "${unknown}"; there is ${known.join(', ')}.`);
}
