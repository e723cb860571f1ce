/**
 * The engine that runs the stages in TypeScript, for browsers without WebGPU. Calls run immediately; nothing is
 * recorded.
 */
import { colourMaps } from '../../shaders/colour-maps.ts';
import { CamLensError } from '../../errors.ts';
import type { RangeRule } from '../chain/range-rule.ts';
import type * as chain from '../chain/chain.ts';
import {
  onCpu,
  shown,
  valueOf,
  type CpuBoxes,
  type CpuHeatmaps,
  type CpuLabels,
  type CpuMasks,
  type CpuValue,
} from './cpu-values.ts';
import { locateInMemory } from './locate-in-memory.ts';
import type { Boxes, Labels, Masks, StageChain, StageEngine } from './stage-chain.ts';
import { plainColours } from './gpu-resize.ts';
import { PixelReader } from '../picture/picture-pixels.ts';
import type { StageName } from './stage-names.ts';
import { stages } from './stages.ts';
import type { GivenNumbers, PerArray, TensorStageName } from '../chain/tensor-stages.ts';
import { tensorStage } from './tensor-stages.ts';
import { dimsOf, expectDims, expectUpTo, pairAt, required } from '../invariants.ts';
import { assertEngineAlive, untilDestroyed } from './until-destroyed.ts';
import type { Box, ModelInput, Normalization, Picture, Size } from '../types.ts';

export function createCpuEngine(): StageEngine {
  let isDestroyed = false;
  return {
    kind: 'cpu',
    isDead: false,
    alive: { buffers: 0, bytes: 0 },
    begin: ({ timed = false } = {}) => {
      assertEngineAlive(isDestroyed);
      return untilDestroyed(new CpuChain(timed));
    },
    destroy: () => void (isDestroyed = true),
  };
}

class CpuChain implements StageChain {
  readonly #isTimed: boolean;
  readonly #timingsMs = new Map<StageName, number>();
  readonly #reader = new PixelReader();

  constructor(isTimed: boolean) {
    this.#isTimed = isTimed;
  }

  upload(values: Float32Array<ArrayBuffer>, dims: readonly number[]): CpuValue {
    return { dims, values: values.slice() };
  }

  borrow(): never {
    throw new CamLensError('internal', 'The CPU engine does not accept GPU buffers.');
  }

  bufferOf(): never {
    throw new CamLensError('internal', 'The CPU engine has no GPU buffers.');
  }

  async preprocess(pictures: readonly Picture[], input: ModelInput): Promise<CpuValue> {
    const size = 3 * input.width * input.height;
    const values = new Float32Array(pictures.length * size);
    pictures.forEach((picture, i) =>
      this.#resize(picture, input, input.normalization, values.subarray(i * size, (i + 1) * size)),
    );
    return { dims: [pictures.length, 3, input.height, input.width], values };
  }

  compute<Name extends TensorStageName>(
    stage: Name,
    values: PerArray<Name, chain.Value>,
    ...[numbers = {}]: GivenNumbers<Name> | []
  ): CpuValue {
    const { plan, cpu } = tensorStage(stage);
    const planned = plan(
      values.map((value) => value.dims),
      numbers,
    );
    const arrays = values.map((value) => onCpu(value).values);
    return valueOf(
      this.#timed(stage, () => cpu(arrays, planned.parameters, planned)),
      planned.dims,
    );
  }

  stack(values: readonly chain.Value[]): CpuValue {
    const { dims } = required(values[0], 'a value to stack');
    for (const value of values) expectDims(value.dims, dims, 'values to stack', dims);
    const [first, ...rest] = dims;
    const stacked = new Float32Array(values.reduce((sum, value) => sum + onCpu(value).values.length, 0));
    values.forEach((value, i) => stacked.set(onCpu(value).values, (i * stacked.length) / values.length));
    return { dims: [values.length * required(first, 'a dimension to stack along'), ...rest], values: stacked };
  }

  view(value: chain.Value, dims: readonly number[]): CpuValue {
    return { dims, values: onCpu(value).values };
  }

  upsample(requests: readonly chain.HeatmapRequest[]): CpuHeatmaps {
    const maps = requests.map(({ map, index, size, rectify }) => {
      const [, height, width] = dimsOf(map.dims, ['N', 'H', 'W'], 'maps');
      const { values } = onCpu(map);
      expectUpTo(values, (index + 1) * width * height, 'values of maps');
      const raw = values.subarray(index * width * height, (index + 1) * width * height);
      const heatmap = new Float32Array(size.width * size.height);
      this.#timed('upsample', () => stages.upsample.cpu(raw, { width, height }, size, rectify, heatmap));
      return { width: size.width, height: size.height, values: heatmap };
    });
    return { kind: 'heatmaps', sizes: requests.map(({ size }) => size), maps };
  }

  normalize(heatmaps: chain.Heatmaps, rule?: RangeRule, maps: chain.Heatmaps = heatmaps): CpuHeatmaps {
    const ranges = (heatmaps as CpuHeatmaps).maps.flatMap(({ values }, i) => {
      const { minimum, maximum } = this.#timed('find-ranges', () =>
        stages['find-ranges'].cpu(values, rule, required((maps as CpuHeatmaps).maps[i], `map ${i}`).values),
      );
      return [minimum, maximum];
    });
    return { ...(heatmaps as CpuHeatmaps), ranges: valueOf(ranges, [heatmaps.sizes.length, 2]) };
  }

  mask(tensor: chain.Value, heatmaps: chain.Heatmaps, entries: { first: number; step: 0 | 1 }): CpuValue {
    const { maps, ranges } = heatmaps as CpuHeatmaps;
    const [, , height, width] = dimsOf(tensor.dims, ['N', 'C', 'H', 'W'], 'tensors');
    if (ranges === undefined) throw new CamLensError('internal', 'Heatmaps must be normalised before masking.');
    const factors: CpuValue = {
      dims: [maps.length, height, width],
      values: new Float32Array(maps.length * height * width),
    };
    maps.forEach((map, i) => {
      expectDims([map.height, map.width], [height, width], 'sides of a heatmap', tensor.dims);
      factors.values.set(map.values, i * height * width);
    });
    return this.compute('mask', [tensor, factors, ranges], entries);
  }

  threshold(heatmaps: chain.Heatmaps, ...thresholds: readonly number[]): CpuMasks {
    const { maps, ranges } = heatmaps as CpuHeatmaps;
    if (ranges === undefined) throw new CamLensError('internal', 'Heatmaps must be normalised before the threshold.');
    const masks = maps.flatMap((_, i) => {
      const [minimum, maximum] = pairAt(ranges.values, i, `the range of heatmap ${i}`);
      const values = shown(heatmaps as CpuHeatmaps, i);
      return thresholds.map((threshold) =>
        this.#timed('threshold', () => stages.threshold.cpu(values, threshold, !(maximum > minimum))),
      );
    });
    return { kind: 'masks', sizes: maps.flatMap((map) => thresholds.map(() => map)), masks };
  }

  components(masks: Masks): CpuLabels {
    const { sizes } = masks;
    const regions = (masks as CpuMasks).masks.map((mask, i) =>
      this.#timed('components', () => stages.components.cpu(mask, required(sizes[i], 'a size of each mask'))),
    );
    return { kind: 'labels', sizes, regions };
  }

  boxes(labels: Labels): CpuBoxes {
    const { sizes, regions } = labels as CpuLabels;
    return { kind: 'boxes', sizes, found: regions.map((found) => this.#timed('boxes', () => stages.boxes.cpu(found))) };
  }

  largest(heatmaps: chain.Heatmaps, ...thresholds: readonly number[]): CpuBoxes {
    return this.boxes(this.components(this.threshold(heatmaps, ...thresholds)));
  }

  pointing(heatmaps: chain.Heatmaps, boxes: readonly (readonly Box[])[]): CpuValue {
    const rows = heatmaps.sizes.flatMap(({ width, height }, i) => {
      const values = shown(heatmaps as CpuHeatmaps, i);
      const { peak, inside, all } = this.#timed('pointing', () =>
        stages.pointing.cpu(values, width, height, required(boxes[i], `the boxes of heatmap ${i}`)),
      );
      return [...(peak ?? [-1, -1]), inside, all];
    });
    return valueOf(rows, [heatmaps.sizes.length, 4]);
  }

  async paint(canvas: OffscreenCanvas | HTMLCanvasElement, painting: chain.Painting): Promise<void> {
    const size = { width: canvas.width, height: canvas.height };
    const heatmap = (painting.heatmaps as CpuHeatmaps).maps[painting.index];
    // A union of canvases has no overload in common.
    const context = (canvas as OffscreenCanvas).getContext('2d');
    if (heatmap === undefined) throw new CamLensError('internal', `There is no heatmap ${painting.index} to paint.`);
    if (context === null) throw new CamLensError('internal', 'The canvas to paint on has a context of another kind.');
    const opacity = painting.show === 'heatmap' ? 1 : painting.opacity;
    const picture =
      opacity === 1
        ? new Float64Array(3 * size.width * size.height)
        : this.#resize(painting.picture, size, plainColours, new Float64Array(3 * size.width * size.height));
    const rgba = this.#timed('blend', () =>
      stages.blend.cpu({
        heatmap: stages.upsample.cpu(shown(painting.heatmaps as CpuHeatmaps, painting.index), heatmap, size, false),
        picture,
        colours: colourMaps[painting.colourMap],
        opacity,
      }),
    );
    context.putImageData(new ImageData(rgba, size.width, size.height), 0, 0);
  }

  submit(): void {
    // There is nothing to submit.
  }

  async settled(): Promise<void> {
    // Everything is done when the call returns.
  }

  async read(values: readonly chain.Value[]): Promise<Float32Array<ArrayBuffer>[]> {
    return values.map((value) => onCpu(value).values.slice());
  }

  async readHeatmaps(heatmaps: chain.Heatmaps): Promise<Float32Array[]> {
    return heatmaps.sizes.map((_, i) => shown(heatmaps as CpuHeatmaps, i));
  }

  async readMasks(masks: Masks): Promise<Uint8Array[]> {
    return (masks as CpuMasks).masks.map((mask) => mask.slice());
  }

  async readLabels(labels: Labels): Promise<Uint32Array[]> {
    return (labels as CpuLabels).regions.map((found) => found.labels);
  }

  async readBoxes(
    boxes: readonly Boxes[],
    values: readonly chain.Value[],
    all: boolean,
  ): Promise<{ boxes: chain.BoxesRead[][]; values: Float32Array[] }> {
    const read = boxes.map((each) =>
      (each as CpuBoxes).found.map((found) => ({ largest: found[0] ?? null, all: all ? found : [] })),
    );
    return { boxes: read, values: await this.read(values) };
  }

  locate(...sought: Parameters<chain.Chain['locate']>): ReturnType<chain.Chain['locate']> {
    return locateInMemory(this, ...sought);
  }

  async timings(): Promise<Readonly<Record<string, number>> | undefined> {
    return this.#isTimed ? Object.fromEntries(this.#timingsMs) : undefined;
  }

  destroy(): void {
    // The garbage collector frees the memory.
  }

  #resize<Planes extends Float32Array | Float64Array>(
    picture: Picture,
    { width, height }: Size,
    normalization: Normalization,
    planes: Planes,
  ): Planes {
    const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
    return this.#timed('preprocess', () =>
      stages.preprocess.cpu(
        { rgba: this.#reader.read(picture, whole), width: picture.width, height: picture.height },
        { width, height, ...normalization },
        planes,
      ),
    );
  }

  #timed<T>(stage: StageName, work: () => T): T {
    const begunMs = performance.now();
    const result = work();
    this.#timingsMs.set(stage, (this.#timingsMs.get(stage) ?? 0) + performance.now() - begunMs);
    return result;
  }
}
