/** A raw map → a heatmap at another size: bilinear, half-pixel centres, clamped at the edges (align_corners = false). */
import type { Size } from '../../types.ts';
import { rectified } from './rectify.ts';

/**
 * @param map [from.height, from.width]
 * @param rectify negative map values count as 0
 * @param heatmap receives the result, [to.height, to.width]; float64 unless given
 * @returns it
 */
export function upsample<Values extends Float32Array | Float64Array = Float64Array>(
  map: ArrayLike<number>,
  from: Size,
  to: Size,
  rectify: boolean,
  heatmap = new Float64Array(to.width * to.height) as Values,
): Values {
  const columns = tapsOf(from.width, to.width);
  const rows = tapsOf(from.height, to.height);
  // [from.height, to.width]
  const across = new Float64Array(from.height * to.width);
  for (let y = 0; y < from.height; y++) {
    const value = (x: number): number => {
      const raw = map[y * from.width + x]!;
      return rectify ? rectified(raw) : raw;
    };
    for (let x = 0; x < to.width; x++) {
      across[y * to.width + x] = mix(value(columns.low[x]!), value(columns.high[x]!), columns.fractions[x]!);
    }
  }
  for (let y = 0; y < to.height; y++) {
    const [top, bottom, fraction] = [rows.low[y]! * to.width, rows.high[y]! * to.width, rows.fractions[y]!];
    for (let x = 0; x < to.width; x++) heatmap[y * to.width + x] = mix(across[top + x]!, across[bottom + x]!, fraction);
  }
  return heatmap;
}

/** The two samples that each output lies between, and how far from the lower one. */
interface Taps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly fractions: Float64Array;
}

/** Of `from` samples, for `to` outputs. */
function tapsOf(from: number, to: number): Taps {
  const taps = { low: new Int32Array(to), high: new Int32Array(to), fractions: new Float64Array(to) };
  for (let i = 0; i < to; i++) {
    const source = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(source);
    taps.low[i] = low;
    taps.high[i] = Math.min(low + 1, from - 1);
    taps.fractions[i] = source - low;
  }
  return taps;
}

function mix(a: number, b: number, fraction: number): number {
  return a + (b - a) * fraction;
}
