import { CamLensError } from '../src/errors.ts';

/**
 * Refuses options that a benchmark would ignore.
 * @param what the benchmark does: completes "which …"
 * @throws CamLensError `bad-option` for the first that is given
 */
export function refuseOptions<Name extends string>(
  wanted: Readonly<Record<Name, unknown>>,
  names: readonly Name[],
  command: string,
  what: string,
): void {
  const given = names.find((name) => wanted[name] !== undefined);
  if (given !== undefined) throw new CamLensError('bad-option', `--${given} is not for "${command}", which ${what}.`);
}
