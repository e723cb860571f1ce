/** Which paintings to make, and at which size: one of each kind at a time, and the newest request wins. */
import type { Size } from '../../pipeline/types.ts';
import { Latest } from './latest.ts';

export type Painted = 'heatmap' | 'blend';

export class PaintingQueue {
  readonly #sizes: Partial<Record<Painted, Size>> = {};
  readonly #work: Readonly<Record<Painted, Latest<null>>>;

  /** `paint` is called only for views with a known size, in device pixels. */
  constructor(paint: (show: Painted, size: Size) => Promise<void>) {
    const work = (show: Painted) =>
      new Latest<null>(async () => {
        const size = this.#sizes[show];
        if (size !== undefined) await paint(show, size);
      });
    this.#work = { heatmap: work('heatmap'), blend: work('blend') };
  }

  resize(show: Painted, size: Size): void {
    const known = this.#sizes[show];
    if (known?.width === size.width && known.height === size.height) return;
    this.#sizes[show] = size;
    this.request(show);
  }

  request(...shows: readonly Painted[]): void {
    for (const show of shows) this.#work[show].request(null);
  }

  /** As of `Latest`; the sizes stay. */
  abandon(): void {
    this.#work.heatmap.abandon();
    this.#work.blend.abandon();
  }
}
