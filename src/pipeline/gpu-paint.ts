/** Heatmap and picture → canvas, without a way through memory: the stage `blend`. */
import { CamLensError } from '../errors.ts';
import type { Painting } from './chain.ts';
import type { GpuChainParts } from './gpu-chain.ts';
import { plainColours, recordResize } from './gpu-resize.ts';
import { GpuHeatmaps, onGpu } from './gpu-values.ts';

/** Records and submits: the canvas's texture ends with the task. */
export function paint(
  { recorder, reader, colours, tile }: GpuChainParts,
  canvas: OffscreenCanvas | HTMLCanvasElement,
  painting: Painting,
): void {
  const { width, height } = canvas;
  const heatmaps = onGpu(painting.heatmaps, GpuHeatmaps);
  const item = heatmaps.list.table.items[painting.index];
  if (item === undefined) throw new CamLensError('internal', `There is no heatmap ${painting.index} to paint.`);
  const opacity = painting.show === 'heatmap' ? 1 : painting.opacity;
  const planes = recorder.scratch('planes', opacity < 1 ? 12 * width * height : 4);
  if (opacity < 1) {
    const target = { planes, offset: 0, size: { width, height }, normalization: plainColours };
    recordResize(recorder, reader, painting.picture, target, tile);
  }
  const parameters = recorder.parameters('blend', {
    width,
    height,
    heatmap_width: item.width,
    heatmap_height: item.height,
    heatmap_offset: item.pixelOffset,
    opacity,
  });
  recorder.run(
    'blend',
    {
      parameters,
      heatmaps: heatmaps.values.span,
      picture: { buffer: planes },
      colours: { buffer: colours(painting.colourMap) },
      canvas: textureOf(canvas, recorder.device).createView(),
    },
    { outputs: [width, height, 1] },
  );
  recorder.submit();
}

function textureOf(canvas: OffscreenCanvas | HTMLCanvasElement, device: GPUDevice): GPUTexture {
  // A union of canvases has no overload in common.
  const context = (canvas as OffscreenCanvas).getContext('webgpu');
  if (context === null) throw new CamLensError('internal', 'The canvas to paint on has a context of another kind.');
  if (context.getConfiguration?.()?.device !== device) {
    const usage = GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC;
    // Of the formats of a canvas, this one can be written by a compute shader on every device.
    context.configure({ device, format: 'rgba8unorm', usage, alphaMode: 'opaque' });
  }
  return context.getCurrentTexture();
}
