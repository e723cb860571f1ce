/** The stage `pointing` on the GPU. */
import { CamLensError } from '../../errors.ts';
import pointingWgsl from '../../shaders/pointing.wgsl';
import type { Box, Size } from '../types.ts';
import { GpuValue, type GpuHeatmaps } from './gpu-values.ts';
import type { Recorder, Span } from './recorder.ts';
import { constantOf, workgroupOf } from './wgsl-layout.ts';
import { required } from '../invariants.ts';

/** Columns and rows of a workgroup. */
const [columns] = workgroupOf(pointingWgsl, 'gather');
const rows = constantOf(pointingWgsl, 'rows_each');

/** Records the stage. @returns [heatmaps, 4], see `Chain.pointing` */
export function recordPointing(
  recorder: Recorder,
  { list, values, extremes, ranges }: GpuHeatmaps,
  boxes: readonly (readonly Box[])[],
): GpuValue {
  if (ranges === undefined) throw new CamLensError('internal', 'Heatmaps must be normalised before pointing.');
  const { table, items, sizes } = list;
  const { grids } = table;
  const [width, height] = required(grids.pixels, 'the grid of pixels');
  const [across, bands] = [Math.ceil(width / columns), Math.ceil(height / rows)];
  const covered = sizes.map((size, i) =>
    required(boxes[i], `the boxes of heatmap ${i}`).map((box) => coveredPixels(box, size)),
  );
  const ends = covered.map(({ length }, i) => covered.slice(0, i).reduce((sum, each) => sum + each.length, length));
  const spans = ends.map((end, i) => [end - covered[i]!.length, end]);
  const result = new GpuValue([sizes.length, 4], recorder.buffer(16 * sizes.length));
  const partBytes = 8 * sizes.length * across * bands;
  const resources = {
    parameters: recorder.parameters('pointing', { parts_across: across, parts_down: bands }),
    ...{ items, heatmaps: values.span, ranges: ranges.span, extremes, results: result.span },
    spans: uploadWords(recorder, spans.flat()),
    // A binding cannot be empty.
    boxes: uploadWords(recorder, [...covered.flat(2), 0, 0, 0, 0]),
    parts: { buffer: recorder.buffer(partBytes), offset: 0, size: partBytes },
  };
  recorder.run('pointing', resources, grids);
  return result;
}

/**
 * The pixels whose indices are inside a half-open box, which may have fractional sides and extend beyond the heatmap.
 */
function coveredPixels([x0, y0, x1, y1]: Box, { width, height }: Size): Box {
  const within = (edge: number, most: number): number => Math.min(Math.max(Math.ceil(edge), 0), most);
  return [within(x0, width), within(y0, height), within(x1, width), within(y1, height)];
}

function uploadWords(recorder: Recorder, words: readonly number[]): Span {
  const packed = Uint32Array.from(words);
  return { buffer: recorder.upload(packed), offset: 0, size: packed.byteLength };
}
