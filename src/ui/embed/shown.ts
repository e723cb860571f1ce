/** What is shown of a picture. */

/** What is shown of an explained picture. */
export type View = 'blend' | 'heatmap' | 'original' | 'side-by-side';
export type Shown = 'original' | 'heatmap' | 'blend';

/** The pictures of each view, from the left. */
export const panes: Readonly<Record<View, readonly Shown[]>> = {
  blend: ['blend'],
  heatmap: ['heatmap'],
  original: ['original'],
  'side-by-side': ['original', 'blend'],
};
