/** A picture and its blends at several layers, side by side under their names: Figure 4 of the Grad-CAM paper. */
import { CamLensError } from '../errors.ts';
import type { Explained } from '../pipeline/recipe/explained.ts';
import type { Size } from '../pipeline/types.ts';

/** Of a tile, in pixels. */
const longestSide = 480;
/** Wider canvases are not supported everywhere; if there are many tiles, they shrink to fit. */
const widest = 8192;
const gap = 12;
const captionHeight = 36;
const font = '18px system-ui, sans-serif';

/** Positions for `tiles` pictures in a row, none of them enlarged. */
export function stripLayout(
  picture: Size,
  tiles: number,
): { readonly tile: Size; readonly canvas: Size; readonly left: (tile: number) => number } {
  const room = Math.floor((widest - gap) / tiles) - gap;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height), room / picture.width);
  const tile = {
    width: Math.max(1, Math.floor(picture.width * scale)),
    height: Math.max(1, Math.floor(picture.height * scale)),
  };
  const canvas = { width: gap + tiles * (tile.width + gap), height: gap + tile.height + captionHeight };
  return { tile, canvas, left: (index) => gap + index * (tile.width + gap) };
}

/** The original first, then the blend at each of the layers, in order; a PNG file. */
export async function renderStrip(
  explained: Explained,
  { method, layers }: { readonly method: string; readonly layers: readonly string[] },
  picture: Size,
): Promise<Blob> {
  const { tile, canvas: size, left } = stripLayout(picture, layers.length + 1);
  const canvas = new OffscreenCanvas(size.width, size.height);
  // In memory, because the bytes are encoded there next.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new CamLensError('internal', `There is no 2-D canvas of ${size.width} × ${size.height}.`);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.font = font;
  context.textAlign = 'center';
  context.textBaseline = 'middle';

  const draw = async (index: number, layer: string, opacity: number, caption: string): Promise<void> => {
    const look = { method, layer, show: 'blend', colourMap: 'viridis', opacity } as const;
    const bitmap = await explained.paintBitmap(tile, look);
    context.drawImage(bitmap, left(index), gap);
    bitmap.close();
    context.fillStyle = '#000';
    const fitting = fitEnd(caption, tile.width, (text) => context.measureText(text).width);
    context.fillText(fitting, left(index) + tile.width / 2, gap + tile.height + captionHeight / 2);
  };

  // A blend without a heatmap is the picture, resized like the others.
  await draw(0, layers[0] ?? '', 0, 'original');
  for (const [index, layer] of layers.entries()) await draw(index + 1, layer, 0.5, layer);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** As much of a text's end as fits: the end of a layer's name is more informative than its start. */
export function fitEnd(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let rest = text;
  while (rest.length > 0 && measure(`…${rest}`) > width) rest = rest.slice(1);
  return `…${rest}`;
}
