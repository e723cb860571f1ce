/** A heatmap compared with the true mask of its picture, pixel by pixel. */
interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface PixelTruth extends Extent {
  /** [height, width]: 1 on the object, 0 on the background; every other value is ignored. */
  readonly values: Uint8Array;
}

/** A heatmap: smaller than the mask only if the picture is gigantic. */
export interface PixelValues extends Extent {
  /** [height, width], 0 … 1. */
  readonly values: Float32Array;
}

/** Calls with the index of a pixel of the mask, and with that of the pixel of the heatmap that its middle lies in. */
export function eachPixel(heatmap: Extent, truth: Extent, use: (pixel: number, place: number) => void): void {
  const columns = placesAlong(heatmap.width, truth.width);
  const rows = placesAlong(heatmap.height, truth.height);
  for (let y = 0, pixel = 0; y < truth.height; y++) {
    const row = rows[y]! * heatmap.width;
    for (let x = 0; x < truth.width; x++, pixel++) use(pixel, row + columns[x]!);
  }
}

function placesAlong(coarse: number, fine: number): Int32Array {
  return Int32Array.from({ length: fine }, (_, i) => Math.floor(((i + 0.5) * coarse) / fine));
}

/**
 * Intersection over union of {heatmap ≥ threshold} with the object, ignored pixels left out: 0 … 1.
 * @param heatmap not empty
 * @param truth with one pixel of the object or more
 * @param threshold taken as float32, as heatmaps are
 */
export function maskIou(heatmap: PixelValues, truth: PixelTruth, threshold: number): number {
  const reached = Math.fround(threshold);
  let [both, either] = [0, 0];
  eachPixel(heatmap, truth, (pixel, place) => {
    const value = truth.values[pixel]!;
    if (value > 1) return;
    const isFound = heatmap.values[place]! >= reached;
    if (isFound && value === 1) both++;
    if (isFound || value === 1) either++;
  });
  return both / either;
}
