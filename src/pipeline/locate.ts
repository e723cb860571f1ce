/** From heatmaps to boxes (conventions "paper": threshold, components, the largest one's extent). */
import type { Boxes, Chain, Engine, Heatmaps } from './chain.ts';
import { levelBoxes } from './engine/level-boxes.ts';
import type { Box, ComponentBox, Size } from './types.ts';

/** Records mask, components and boxes of heatmaps that are normalised already. */
export function locate(chain: Chain, heatmaps: Heatmaps, threshold: number): Boxes {
  return chain.boxes(chain.components(chain.threshold(heatmaps, threshold)));
}

/** Labels of at most this many pixels (64 MiB of uint32) are made at once. */
const mostLabels = 2 ** 24;

/**
 * The largest component of every heatmap at every threshold: on a GPU the thresholds are a dimension of the dispatch and
 * only boxes are read back; where the heatmaps are in this machine's own memory anyway, one pass over each finds all.
 * @param heatmaps normalised
 * @param thresholds rising
 * @param read the heatmaps' values, where the caller has read them
 * @returns [heatmaps][thresholds], in pixels of the heatmap; null where nothing reaches the threshold
 */
export async function locateAtEach(
  engine: Pick<Engine, 'isInMemory'>,
  chain: Chain,
  heatmaps: Heatmaps,
  thresholds: readonly number[],
  read?: readonly Float32Array[],
): Promise<(ComponentBox | null)[][]> {
  if (engine.isInMemory) {
    const maps = read ?? (await chain.readHeatmaps(heatmaps));
    return maps.map((map, i) => {
      const { width = 0, height = 0 } = heatmaps.sizes[i] ?? {};
      return isZero(map) ? thresholds.map(() => null) : levelBoxes(map, width, height, thresholds);
    });
  }
  const pixels = heatmaps.sizes.reduce((sum, { width, height }) => sum + width * height, 0);
  const together = Math.max(1, Math.floor(mostLabels / pixels));
  const located: (ComponentBox | null)[][] = heatmaps.sizes.map(() => []);
  for (let first = 0; first < thresholds.length; first += together) {
    const some = thresholds.slice(first, first + together);
    const labels = chain.components(chain.threshold(heatmaps, ...some));
    const { boxes } = await chain.readBoxes(chain.boxes(labels), [], false);
    located.forEach((levels, i) => {
      levels.push(...boxes.slice(i * some.length, (i + 1) * some.length).map(({ largest }) => largest));
    });
  }
  return located;
}

/** A loop, for a call for each of so many pixels takes longer than to find their boxes. */
function isZero(map: Float32Array): boolean {
  for (let i = 0; i < map.length; i++) if (map[i] !== 0) return false;
  return true;
}

/** A heatmap has at most this many pixels (64 MiB of float32): more than any camera phone's 12 megapixels. */
const mostHeatmapPixels = 2 ** 24;

/** How many picture pixels, along each axis, one heatmap pixel stands for: 1 but for gigantic pictures. */
export function reductionOf(picture: Size): number {
  return Math.ceil(Math.sqrt((picture.width * picture.height) / mostHeatmapPixels));
}

/** The size a picture's heatmaps are made at. */
export function heatmapSize(picture: Size): Size {
  const reduction = reductionOf(picture);
  return { width: Math.ceil(picture.width / reduction), height: Math.ceil(picture.height / reduction) };
}

/** A component's pixels, counted on the heatmap, in pixels of the picture. */
export function areaInPicture(area: number, picture: Size): number {
  const heatmap = heatmapSize(picture);
  return Math.round((area * picture.width * picture.height) / (heatmap.width * heatmap.height));
}

/** A box of the heatmap, in pixels of the picture. */
export function inPicture(box: Box, picture: Size): Box {
  const heatmap = heatmapSize(picture);
  const acrossX = (x: number): number => Math.round((x * picture.width) / heatmap.width);
  const acrossY = (y: number): number => Math.round((y * picture.height) / heatmap.height);
  return [acrossX(box[0]), acrossY(box[1]), acrossX(box[2]), acrossY(box[3])];
}
