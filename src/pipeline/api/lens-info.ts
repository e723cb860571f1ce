import type { Explainer } from './explainer.ts';
import type { LensInfo } from './lens.ts';

/** Information about an explainer, as plain data that can be sent to another thread. */
export function lensInfo({ backend, notice, offer }: Explainer): LensInfo {
  return { backend, ...(notice === undefined ? {} : { notice }), ...offer };
}
