import { CamLensError } from '../src/errors.ts';

/** @throws CamLensError `bad-option` where there are more than `most` words without an option's name */
export function refuseMore(positionals: readonly string[], most: number): void {
  const extra = positionals[most];
  if (extra !== undefined) throw new CamLensError('bad-option', `"${extra}" is one word too many here.`);
}
