/** Heatmap and picture → canvas: the stage `blend`. On a GPU nothing is read back. */
import { CamLensError } from '../../errors.ts';
import type { Painting } from '../chain/chain.ts';
import type { GpuChainParts } from './gpu-chain-parts.ts';
import type { Extent } from './kernel.ts';
import { plainColours, recordResize } from './gpu-resize.ts';
import { GpuHeatmaps, onGpu } from './gpu-values.ts';
import type { Span } from './recorder.ts';
import type { Size } from '../types.ts';

const none: Extent = [0, 0, 0];

type Canvas = OffscreenCanvas | HTMLCanvasElement;

/**
 * Records and submits immediately, because a canvas's texture expires with the task. Errors are known once the recorder
 * has settled.
 */
export async function paint(parts: GpuChainParts, canvas: Canvas, painting: Painting): Promise<void> {
  const { recorder } = parts;
  const { width, height } = canvas;
  const painted = recorder.guard(() => recordBlend(parts, canvas, painting));
  if (parts.presents === 'canvas') {
    recorder.guard(() => {
      recorder.copyToTexture(painted.span, 4 * painted.stride, canvasTexture(canvas, recorder.device));
      recorder.submit();
    });
    return;
  }
  const [bytes = new ArrayBuffer()] = await recorder.download([painted.span]);
  // A union of canvases has no overload in common.
  const context = (canvas as OffscreenCanvas).getContext('2d');
  if (context === null) throw new CamLensError('internal', 'The canvas to paint on has a context of another kind.');
  // Wider than the canvas, which takes what it has room for.
  context.putImageData(new ImageData(new Uint8ClampedArray(bytes), painted.stride, height), 0, 0, 0, 0, width, height);
}

/** Rows of a texture are copied from multiples of so many pixels. */
const pixelsOfRow = 256 / 4;

/** @returns RGBA bytes, in rows of `stride` pixels */
function recordBlend(
  { recorder, reader, colours, tile, planes }: GpuChainParts,
  { width, height }: Size,
  painting: Painting,
): { readonly span: Span; readonly stride: number } {
  const heatmaps = onGpu(painting.heatmaps, GpuHeatmaps);
  const item = heatmaps.list.table.items[painting.index];
  const { ranges } = heatmaps;
  if (ranges === undefined) throw new CamLensError('internal', 'Heatmaps must be normalised before painting.');
  if (item === undefined) throw new CamLensError('internal', `There is no heatmap ${painting.index} to paint.`);
  const opacity = painting.show === 'heatmap' ? 1 : painting.opacity;
  const needed = opacity < 1 ? { width, height } : { width: 0, height: 0 };
  const kept = opacity < 1 ? planes.of(painting.picture, needed, recorder) : undefined;
  const picture = kept?.buffer ?? recorder.scratch('planes', Math.max(4, 12 * needed.width * needed.height));
  if (opacity < 1 && kept?.isFresh !== false) {
    const target = { planes: picture, offset: 0, size: needed, normalization: plainColours };
    recordResize(recorder, reader, painting.picture, target, tile);
  }
  const isSameSize = item.width === width && item.height === height;
  const pixels: Extent = [width, height, 1];
  const stride = Math.ceil(width / pixelsOfRow) * pixelsOfRow;
  const size = 4 * stride * height;
  const span = { buffer: recorder.scratch('painting', size), offset: 0, size };
  const parameters = recorder.parameters('blend', {
    width,
    height,
    stride,
    heatmap_width: item.width,
    heatmap_height: item.height,
    heatmap_offset: item.heatmapOffset,
    heatmap_index: painting.index,
    opacity,
  });
  recorder.run(
    'blend',
    {
      parameters,
      heatmaps: heatmaps.values.span,
      ranges: ranges.span,
      picture: { buffer: picture },
      colours: { buffer: colours(painting.colourMap) },
      canvas: span,
    },
    isSameSize ? { outputs: pixels, resampled: none } : { outputs: none, resampled: pixels },
  );
  return { span, stride };
}

/** The device of each context, which not every browser can report. */
const configured = new WeakMap<GPUCanvasContext, GPUDevice>();

function canvasTexture(canvas: Canvas, device: GPUDevice): GPUTexture {
  // A union of canvases has no overload in common.
  const context = (canvas as OffscreenCanvas).getContext('webgpu');
  if (context === null) throw new CamLensError('internal', 'The canvas to paint on has a context of another kind.');
  if (configured.get(context) !== device) {
    configured.set(context, device);
    const usage = GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_DST;
    context.configure({ device, format: 'rgba8unorm', usage, alphaMode: 'opaque' });
  }
  return context.getCurrentTexture();
}
