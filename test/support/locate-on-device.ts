/** Locates boxes on the device, as on a GPU, even with a software adapter. */
import { engineOf, type Explainer } from '../../src/pipeline/api/explainer.ts';
import type { Locates } from '../../src/pipeline/engine/gpu-chain-parts.ts';

export function locateOnDevice(explainer: Explainer): void {
  const engine: object = engineOf(explainer);
  if (!('locates' in engine)) throw new Error('This engine has no device to locate on.');
  engine.locates = 'on-device' satisfies Locates;
}
