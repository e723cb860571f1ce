/** Heatmap and picture → canvas: the stage `blend`. On a GPU nothing goes through memory. */
import { CamLensError } from '../../errors.ts';
import type { Painting } from '../chain/chain.ts';
import type { GpuChainParts } from './gpu-chain-parts.ts';
import { plainColours, recordResize } from './gpu-resize.ts';
import { GpuHeatmaps, onGpu } from './gpu-values.ts';

type Canvas = OffscreenCanvas | HTMLCanvasElement;

/** Records and submits at once: a canvas's texture ends with the task. Whether the GPU accepts it is known once settled. */
export async function paint(parts: GpuChainParts, canvas: Canvas, painting: Painting): Promise<void> {
  const { recorder } = parts;
  if (parts.presents === 'canvas') {
    recorder.guard(() => {
      recordBlend(parts, canvasTexture(canvas, recorder.device), painting);
      recorder.submit();
    });
    return;
  }
  const usage = GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC;
  const { width, height } = canvas;
  const texture = recorder.guard(() =>
    recorder.device.createTexture({ size: [width, height], format: 'rgba8unorm', usage }),
  );
  try {
    recorder.guard(() => recordBlend(parts, texture, painting));
    const rgba = await readTexture(parts, texture);
    // A union of canvases has no overload in common.
    const context = (canvas as OffscreenCanvas).getContext('2d');
    if (context === null) throw new CamLensError('internal', 'The canvas to paint on has a context of another kind.');
    context.putImageData(new ImageData(rgba, width, height), 0, 0);
  } finally {
    texture.destroy();
  }
}

function recordBlend(
  { recorder, reader, colours, tile, planes }: GpuChainParts,
  texture: GPUTexture,
  painting: Painting,
): void {
  const { width, height } = texture;
  const heatmaps = onGpu(painting.heatmaps, GpuHeatmaps);
  const item = heatmaps.list.table.items[painting.index];
  const { ranges } = heatmaps;
  if (ranges === undefined) throw new CamLensError('internal', 'Heatmaps are normalised before they are painted.');
  if (item === undefined) throw new CamLensError('internal', `There is no heatmap ${painting.index} to paint.`);
  const opacity = painting.show === 'heatmap' ? 1 : painting.opacity;
  const needed = opacity < 1 ? { width, height } : { width: 0, height: 0 };
  const kept = opacity < 1 ? planes.of(painting.picture, needed, recorder) : undefined;
  const picture = kept?.buffer ?? recorder.scratch('planes', Math.max(4, 12 * needed.width * needed.height));
  if (opacity < 1 && kept?.isFresh !== false) {
    const target = { planes: picture, offset: 0, size: needed, normalization: plainColours };
    recordResize(recorder, reader, painting.picture, target, tile);
  }
  const parameters = recorder.parameters('blend', {
    width,
    height,
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
      canvas: texture.createView(),
    },
    { outputs: [width, height, 1] },
  );
}

/** The texture's bytes, row-major without gaps. */
async function readTexture({ recorder }: GpuChainParts, texture: GPUTexture): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const { width, height } = texture;
  const bytesPerRow = Math.ceil((4 * width) / 256) * 256;
  const size = bytesPerRow * height;
  const buffer = recorder.scratch('painting', size);
  recorder.copyTexture(texture, buffer, bytesPerRow);
  const [bytes = new ArrayBuffer()] = await recorder.download([{ buffer, offset: 0, size }]);
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) rgba.set(new Uint8Array(bytes, y * bytesPerRow, 4 * width), 4 * width * y);
  return rgba;
}

/** Whose device each context shows; asking the context itself is not possible in every browser. */
const configured = new WeakMap<GPUCanvasContext, GPUDevice>();

function canvasTexture(canvas: Canvas, device: GPUDevice): GPUTexture {
  // A union of canvases has no overload in common.
  const context = (canvas as OffscreenCanvas).getContext('webgpu');
  if (context === null) throw new CamLensError('internal', 'The canvas to paint on has a context of another kind.');
  if (configured.get(context) !== device) {
    configured.set(context, device);
    const usage = GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC;
    // Of the formats of a canvas, this one can be written by a compute shader on every device.
    context.configure({ device, format: 'rgba8unorm', usage, alphaMode: 'opaque' });
  }
  return context.getCurrentTexture();
}
