/** The elements for other people's pages, not yet registered: `define()` registers `<cam-lens>`, under any tag.
 * `<cam-lens-evaluate>` is larger, and has a module of its own. */
export { CamLens } from './ui/embed/cam-lens.ts';
export { CamLensCompare } from './ui/embed/cam-lens-compare.ts';
export type { CamLensEvaluate } from './ui/embed/cam-lens-evaluate.ts';
export type { RunStrings } from './ui/evaluate/run-strings.ts';
export { CamLensLive } from './ui/embed/cam-lens-live.ts';
export { define } from './ui/embed/define-as.ts';
export { setStrings } from './ui/embed/set-strings.ts';
export type { ElementStrings } from './ui/embed/strings.ts';
export { trustOwnScripts } from './trusted-scripts.ts';
export type { CamLensEvents, EvaluatedDetail, ExplainedDetail } from './ui/shared/events.ts';
