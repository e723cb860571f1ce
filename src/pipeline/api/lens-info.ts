import type { Explainer } from './explainer.ts';
import type { LensInfo } from './lens.ts';

/** What an explainer says of itself, as plain data that can cross to another thread. */
export function lensInfo({ backend, notice, offer }: Explainer): LensInfo {
  return { backend, ...(notice === undefined ? {} : { notice }), ...offer };
}
