/** Whether a summary is of pictures with true boxes; apart, so that a page that shows summaries loads nothing that makes them. */
import type { BoxedSummary, ExplanationSummary } from './summary.ts';

export function isBoxed(summary: ExplanationSummary): summary is BoxedSummary {
  return summary.reported !== undefined;
}
