/** A chain on the GPU: records the shaders of the stages one after another. */
import { CamLensError } from '../../errors.ts';
import { ownExtremes, type RangeRule } from '../chain/range-rule.ts';
import { stretch } from './cpu/find-ranges.ts';
import type * as chain from '../chain/chain.ts';
import {
  boxesOf,
  listCapacity,
  ownRoom,
  recordBoxes,
  recordLabels,
  recordMasks,
  sharedRoom,
  spansOf,
  uploadItems,
  type EveryComponent,
} from './gpu-boxes.ts';
import { recordPointing } from './gpu-pointing.ts';
import { recordResize } from './gpu-resize.ts';
import { spreadLabels, unpackMask } from './mask-words.ts';
import { GpuBoxes, GpuHeatmaps, GpuLabels, GpuMasks, GpuValue, onGpu, rangeRules } from './gpu-values.ts';
import { ItemTable } from './item-table.ts';
import { dimsOf, expectDims, expectUpTo, pairAt, required } from '../invariants.ts';
import { locateByStages } from './locate-by-stages.ts';
import { locatePackedMasks } from './locate-packed-masks.ts';
import type { Recorder, Span } from './recorder.ts';
import type { Boxes, Labels, Masks, StageChain } from './stage-chain.ts';
import type { GivenNumbers, PerArray, TensorStageName } from '../chain/tensor-stages.ts';
import { tensorStage } from './tensor-stages.ts';
import type { Box, ModelInput, Picture } from '../types.ts';
import type { GpuChainParts } from './gpu-chain-parts.ts';
import { paint } from './gpu-paint.ts';

export class GpuChain implements StageChain {
  readonly #parts: GpuChainParts;
  readonly #recorder: Recorder;

  constructor(parts: GpuChainParts) {
    this.#parts = parts;
    this.#recorder = parts.recorder;
  }

  upload(values: Float32Array<ArrayBuffer>, dims: readonly number[]): GpuValue {
    if (values.length !== dims.reduce((product, dim) => product * dim, 1)) {
      throw new CamLensError('internal', `${values.length} values do not fit the dimensions [${dims.join(', ')}].`);
    }
    return new GpuValue(dims, this.#recorder.upload(values));
  }

  borrow(buffer: GPUBuffer, dims: readonly number[]): GpuValue {
    return new GpuValue(dims, buffer);
  }

  bufferOf(value: chain.Value): GPUBuffer {
    return onGpu(value, GpuValue).buffer;
  }

  async preprocess(pictures: readonly Picture[], input: ModelInput): Promise<GpuValue> {
    const { reader, tile } = this.#parts;
    const { width, height, normalization } = input;
    const output = this.#value([pictures.length, 3, height, width]);
    for (const [i, picture] of pictures.entries()) {
      const target = { planes: output.buffer, offset: i * 3 * height * width, size: input, normalization };
      const isSubmitted = this.#recorder.guard(() => recordResize(this.#recorder, reader, picture, target, tile));
      // Without waiting, the tiles of many gigantic pictures would accumulate on the way to the GPU.
      if (isSubmitted) await this.#recorder.during(this.#recorder.device.queue.onSubmittedWorkDone());
    }
    return output;
  }

  compute<Name extends TensorStageName>(
    stage: Name,
    values: PerArray<Name, chain.Value>,
    ...[numbers = {}]: GivenNumbers<Name> | []
  ): GpuValue {
    const { reads, writes, plan } = tensorStage(stage);
    const {
      dims,
      parameters,
      outputs,
      scratch = {},
    } = plan(
      values.map((value) => value.dims),
      numbers,
    );
    return this.#recorder.guard(() => {
      const result = this.#value(dims);
      const given = values.map(
        (value, i) => [required(reads[i], `the name of array ${i} of ${stage}`), onGpu(value, GpuValue).span] as const,
      );
      const room = Object.entries(scratch).map(([name, words]) => [name, this.#span(words)] as const);
      const resources = { ...Object.fromEntries([...given, ...room]), [writes]: result.span };
      this.#recorder.run(
        stage,
        { parameters: this.#recorder.parameters(stage, parameters), ...resources },
        { outputs },
      );
      return result;
    });
  }

  stack(values: readonly chain.Value[]): GpuValue {
    const dims = required(values[0], 'a value to stack').dims;
    for (const value of values) expectDims(value.dims, dims, 'values to stack', dims);
    const [first, ...rest] = dims;
    const stacked = this.#value([values.length * required(first, 'a dimension to stack along'), ...rest]);
    for (const [i, value] of values.entries()) {
      const { span } = onGpu(value, GpuValue);
      this.#recorder.copy(span, stacked.buffer, i * span.size);
    }
    return stacked;
  }

  view(value: chain.Value, dims: readonly number[]): GpuValue {
    return new GpuValue(dims, onGpu(value, GpuValue).buffer);
  }

  upsample(requests: readonly chain.HeatmapRequest[]): GpuHeatmaps {
    return this.#recorder.guard(() => this.#upsample(requests));
  }

  #upsample(requests: readonly chain.HeatmapRequest[]): GpuHeatmaps {
    const table = ItemTable.of(requests);
    const maps = this.#span(table.mapValues);
    requests.forEach(({ map, index }, i) => {
      const { mapWidth, mapHeight, mapOffset } = required(table.items[i], `item ${i}`);
      const size = mapWidth * mapHeight * 4;
      this.#recorder.copy(
        { buffer: onGpu(map, GpuValue).buffer, offset: index * size, size },
        maps.buffer,
        4 * mapOffset,
      );
    });
    const items = this.#items(table);
    const values = this.#value([table.pixels]);
    const extremes = this.#span(2 * requests.length);
    this.#recorder.run('upsample', { items, maps, heatmaps: values.span, extremes }, table.grids);
    return new GpuHeatmaps({ sizes: requests.map(({ size }) => size), table, items }, values, extremes);
  }

  normalize(
    heatmaps: chain.Heatmaps,
    { of, epsilon }: RangeRule = ownExtremes,
    maps: chain.Heatmaps = heatmaps,
  ): GpuHeatmaps {
    const { list, values, extremes } = onGpu(heatmaps, GpuHeatmaps);
    const ranges = this.#value([list.sizes.length, 2]);
    const parameters = this.#recorder.parameters('find-ranges', { rule: rangeRules[of], epsilon });
    const map_extremes = onGpu(maps, GpuHeatmaps).extremes;
    const resources = { parameters, items: list.items, extremes, map_extremes, ranges: ranges.span };
    this.#recorder.run('find-ranges', resources, list.table.grids);
    return new GpuHeatmaps(list, values, extremes, ranges);
  }

  mask(tensor: chain.Value, heatmaps: chain.Heatmaps, entries: { first: number; step: 0 | 1 }): GpuValue {
    const { values, ranges } = onGpu(heatmaps, GpuHeatmaps);
    const [, , height, width] = dimsOf(tensor.dims, ['N', 'C', 'H', 'W'], 'tensors');
    if (ranges === undefined) throw new CamLensError('internal', 'Heatmaps must be normalised before masking.');
    const count = heatmaps.sizes.length;
    for (const size of heatmaps.sizes) {
      expectDims([size.height, size.width], [height, width], 'sides of a heatmap', tensor.dims);
    }
    return this.compute('mask', [tensor, this.view(values, [count, height, width]), ranges], entries);
  }

  threshold(heatmaps: chain.Heatmaps, ...thresholds: readonly number[]): GpuMasks {
    return recordMasks(this.#recorder, ownRoom(this.#recorder), onGpu(heatmaps, GpuHeatmaps), thresholds);
  }

  components(masks: Masks): GpuLabels {
    return recordLabels(this.#recorder, ownRoom(this.#recorder), onGpu(masks, GpuMasks));
  }

  boxes(labels: Labels): GpuBoxes {
    return recordBoxes(this.#recorder, ownRoom(this.#recorder), onGpu(labels, GpuLabels), listCapacity);
  }

  largest(heatmaps: chain.Heatmaps, ...thresholds: readonly number[]): GpuBoxes {
    const [recorder, room] = [this.#recorder, sharedRoom(this.#recorder)];
    return recorder.guard(() => {
      const masks = recordMasks(recorder, room, onGpu(heatmaps, GpuHeatmaps), thresholds);
      return recordBoxes(recorder, room, recordLabels(recorder, room, masks), 1);
    });
  }

  pointing(heatmaps: chain.Heatmaps, boxes: readonly (readonly Box[])[]): GpuValue {
    return this.#recorder.guard(() => recordPointing(this.#recorder, onGpu(heatmaps, GpuHeatmaps), boxes));
  }

  paint(canvas: OffscreenCanvas | HTMLCanvasElement, painting: chain.Painting): Promise<void> {
    return paint(this.#parts, canvas, painting);
  }

  submit(): void {
    this.#recorder.submit();
  }

  settled(): Promise<void> {
    return this.#recorder.settled();
  }

  async read(values: readonly chain.Value[]): Promise<Float32Array<ArrayBuffer>[]> {
    const bytes = await this.#download(values.map((value) => onGpu(value, GpuValue).span));
    return bytes.map((buffer) => new Float32Array(buffer));
  }

  async readHeatmaps(heatmaps: chain.Heatmaps): Promise<Float32Array[]> {
    const { list, values, ranges } = onGpu(heatmaps, GpuHeatmaps);
    const [read, extents] = await this.read(ranges === undefined ? [values] : [values, ranges]);
    const raw = required(read, 'the heatmaps read');
    expectUpTo(raw, list.table.pixels, 'values of heatmaps');
    return list.table.items.map(({ heatmapOffset, width, height }, i) => {
      const pixels = raw.subarray(heatmapOffset, heatmapOffset + width * height);
      if (extents === undefined) return pixels;
      const [minimum, maximum] = pairAt(extents, i, `the range of heatmap ${i}`);
      return stretch(pixels, minimum, maximum, new Float32Array(pixels.length));
    });
  }

  async readMasks(masks: Masks): Promise<Uint8Array[]> {
    const { list, words } = onGpu(masks, GpuMasks);
    const [bytes = new ArrayBuffer()] = await this.#download([words]);
    const packed = new Uint32Array(bytes);
    return list.table.items.map((item) => unpackMask(item, packed));
  }

  async readLabels(labels: Labels): Promise<Uint32Array[]> {
    const { list, masks, pixels } = onGpu(labels, GpuLabels);
    const [words = new ArrayBuffer(), bytes = new ArrayBuffer()] = await this.#download([masks.words, pixels]);
    const [packed, sparse] = [new Uint32Array(words), new Uint32Array(bytes)];
    return list.table.items.map((item) => spreadLabels(item, packed, sparse));
  }

  async readBoxes(
    boxes: readonly Boxes[],
    values: readonly chain.Value[],
    all: boolean,
  ): Promise<{ boxes: chain.BoxesRead[][]; values: Float32Array[] }> {
    const given = boxes.map((each) => onGpu(each, GpuBoxes));
    const bytes = await this.#download([
      ...given.flatMap((each) => spansOf(each, all)),
      ...values.map((value) => onGpu(value, GpuValue).span),
    ]);
    const read: chain.BoxesRead[][] = [];
    for (const each of given) {
      const [results, list] = bytes.splice(0, 2);
      const found = {
        results: required(results, 'the largest components'),
        list: required(list, 'the components listed'),
      };
      read.push(await boxesOf(this.#recorder, each, found, all, () => this.#everyComponent(each)));
    }
    return { boxes: read, values: bytes.map((buffer) => new Float32Array(buffer)) };
  }

  locate(...sought: Parameters<chain.Chain['locate']>): ReturnType<chain.Chain['locate']> {
    if (this.#parts.locates === 'on-device') return locateByStages(this, ...sought);
    return locatePackedMasks(this, this.#recorder, ...sought);
  }

  async timings(): Promise<Readonly<Record<string, number>> | undefined> {
    const { timer } = this.#parts;
    return timer === undefined ? undefined : this.#recorder.during(timer.read());
  }

  destroy(): void {
    this.#recorder.destroy();
    this.#parts.forget();
  }

  async #everyComponent({ labels, records }: GpuBoxes): Promise<EveryComponent> {
    const [bytes = new ArrayBuffer()] = await this.#download([records]);
    return { labels: await this.readLabels(labels), records: new Uint32Array(bytes) };
  }

  #download(spans: readonly Span[]): Promise<ArrayBuffer[]> {
    return this.#recorder.download(spans);
  }

  #value(dims: readonly number[]): GpuValue {
    return new GpuValue(dims, this.#recorder.buffer(dims.reduce((product, dim) => product * dim, 4)));
  }

  #items(table: ItemTable): Span {
    return uploadItems(this.#recorder, table);
  }

  /** Allocates this many 4-byte words. */
  #span(words: number): Span {
    return { buffer: this.#recorder.buffer(4 * words), offset: 0, size: 4 * words };
  }
}
