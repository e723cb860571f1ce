/** What is shown of a picture. */
import { own } from '../../own.ts';

/** What is shown of an explained picture. */
export type View = 'blend' | 'heatmap' | 'original' | 'side-by-side' | 'slider';
export type Shown = 'original' | 'heatmap' | 'blend';

/** The pictures of each view, from the left; of the slider, from the bottom. */
const panes: Readonly<Record<View, readonly Shown[]>> = {
  blend: ['blend'],
  heatmap: ['heatmap'],
  original: ['original'],
  'side-by-side': ['original', 'blend'],
  slider: ['original', 'blend'],
};

/** A page may say any view. */
export function panesOf(view: string): readonly Shown[] {
  return own(panes, view) ?? panes.blend;
}
