/** The parts of a picture's view. */
import { own } from '../../own.ts';

/** What to show of an explained picture. */
export type View = 'blend' | 'heatmap' | 'original' | 'side-by-side' | 'slider';
export type Pane = 'original' | 'heatmap' | 'blend';

/** The pictures of each view, from the left; for the slider, from the bottom. */
const panes: Readonly<Record<View, readonly Pane[]>> = {
  blend: ['blend'],
  heatmap: ['heatmap'],
  original: ['original'],
  'side-by-side': ['original', 'blend'],
  slider: ['original', 'blend'],
};

/** Pages may pass any string. */
export function panesOf(view: string): readonly Pane[] {
  return own(panes, view) ?? panes.blend;
}
