import { CamLensError } from '../src/errors.ts';

/** @throws CamLensError `bad-option` if there are more than `most` positional arguments */
export function refuseMore(positionals: readonly string[], most: number): void {
  const extra = positionals[most];
  if (extra !== undefined) throw new CamLensError('bad-option', `"${extra}" is one argument too many.`);
}
