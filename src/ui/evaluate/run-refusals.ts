/** Why a method or a negative control cannot be chosen for a run. */
import { own } from '../../own.ts';
import type { MethodInfo } from '../../pipeline/api/lens.ts';
import { controls } from '../../pipeline/recipe/controls/index.ts';
import { refinementRefusal } from '../../pipeline/recipe/refine/refinements.ts';
import type { RunSettings } from '../../runs/kept-run.ts';

type Where = Pick<RunSettings, 'layer' | 'refine'>;

/** A sentence; undefined if it can be chosen. */
export function methodRefusal(
  { refusals, refineRefusal }: Pick<MethodInfo, 'refusals' | 'refineRefusal'>,
  { layer, refine = 'none' }: Where,
): string | undefined {
  return own(refusals, layer) ?? (refine === 'none' ? undefined : refineRefusal);
}

/** Likewise; controls are possible at every layer. */
export function controlRefusal(
  control: (typeof controls)[number],
  { refine = 'none' }: Pick<Where, 'refine'>,
): string | undefined {
  return refine === 'none' ? undefined : refinementRefusal(control);
}

/** The chosen controls that remain possible. @param names of methods, some of them controls */
export function keptControls(names: readonly string[], where: Pick<Where, 'refine'>): readonly string[] {
  return controls
    .filter((control) => names.includes(control.name) && controlRefusal(control, where) === undefined)
    .map(({ name }) => name);
}
