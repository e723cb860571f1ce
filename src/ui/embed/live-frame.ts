/** One frame of a video: opened in the Lens, explained, painted and closed. */
import type { Lens, PaintOptions } from '../../pipeline/api/lens.ts';
import { defaultThreshold } from '../../pipeline/recipe/defaults.ts';
import type { Size } from '../../pipeline/types.ts';
import { explainAsked, type Asked, type EmbeddedResult } from './asked.ts';

/** What to explain in each frame. */
export type LiveAsked = Pick<Asked, 'method' | 'layer' | 'target'>;

export interface LiveResult extends EmbeddedResult {
  /** Of the frame, in pixels. */
  readonly size: Size;
  /** The frame under its own heatmap; the caller closes it. */
  readonly blend: ImageBitmap;
}

/**
 * @param frame is handed over
 * @throws CamLensError as `Lens.open`, `Lens.explain` and `Lens.paint`; `stopped`
 */
export async function explainFrame(
  lens: Lens,
  frame: ImageBitmap,
  asked: LiveAsked,
  colours: Pick<PaintOptions, 'opacity' | 'colourMap'> & Size,
  signal: AbortSignal,
): Promise<LiveResult> {
  const { id, width, height } = await lens.open(frame, 'The video');
  try {
    // By name: the properties of an element are not its own, and a spread copies none of them.
    const { method, layer, target } = asked;
    const all = { method, layer, target, threshold: defaultThreshold, convention: 'paper', refine: 'none' } as const;
    const result = await explainAsked(lens, id, all, { signal });
    const shown = result.explanation;
    const look = { method: shown.method, layer: shown.layer, convention: shown.convention, show: 'blend' } as const;
    const blend = await lens.paint(id, { ...colours, ...look });
    return { ...result, size: { width, height }, blend };
  } finally {
    // In order, before the next frame.
    lens.close(id).catch(() => undefined);
  }
}
