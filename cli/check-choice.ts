import { CamLensError } from '../src/errors.ts';
import type { HeadlessInfo } from './headless-page.ts';

/**
 * Refuses names that the model or the page does not know before any picture is touched.
 * @throws CamLensError `unknown-method`, `unknown-layer`, which list the valid names
 */
export function checkChoice(
  info: HeadlessInfo,
  choice: { readonly methods: readonly string[]; readonly layers: readonly string[] },
): void {
  const methods = info.methods?.map((method) => method.name);
  const method = methods && choice.methods.find((name) => !methods.includes(name));
  if (method !== undefined) {
    throw new CamLensError('unknown-method', `There is no method "${method}"; there is ${methods!.join(', ')}.`);
  }
  const layer = info.layers && choice.layers.find((name) => !info.layers!.includes(name));
  if (layer !== undefined) {
    throw new CamLensError('unknown-layer', `The model has no layer "${layer}"; it has ${info.layers!.join(', ')}.`);
  }
}
