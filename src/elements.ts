/** The element for other people's pages, not registered yet: `define()` does that, under any tag. */
export { CamLens } from './ui/embed/cam-lens.ts';
export { define } from './ui/embed/define-as.ts';
export type { Explained, CamLensEvents } from './ui/shared/events.ts';
