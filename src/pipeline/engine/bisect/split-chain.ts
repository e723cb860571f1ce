/**
 * A chain over one chain of each engine, which runs every stage on the engine where it is placed, or on both. Inputs
 * are converted to that engine if necessary. Stages run one after another.
 */
import { CamLensError } from '../../../errors.ts';
import type { RangeRule } from '../../chain/range-rule.ts';
import type * as chain from '../../chain/chain.ts';
import type { GivenNumbers, PerArray, TensorStageName } from '../../chain/tensor-stages.ts';
import { dimsOf, required } from '../../invariants.ts';
import type { Box, ModelInput, Picture } from '../../types.ts';
import { locateByStages } from '../locate-by-stages.ts';
import type * as stages from '../stage-chain.ts';
import type { StageName } from '../stage-names.ts';
import { tensorStage } from '../tensor-stages.ts';
import { carriers, type Carriers } from './carry.ts';
import { runStage, type Run, type SplitChainParts } from './run-stage.ts';
import { Sides } from './sides.ts';
import { SplitBoxes, SplitHeatmaps, SplitLabels, SplitMasks, SplitValue, handleOn, of } from './split-values.ts';
import type { Side } from './stage-split.ts';
import {
  boxTensors,
  heatmapTensors,
  labelTensors,
  maskTensors,
  paintedTensors,
  pointingTensors,
  rangeTensors,
  valueTensors,
} from './tensors.ts';
import { thresholdTolerance } from './tolerances.ts';

type Canvas = OffscreenCanvas | HTMLCanvasElement;

export class SplitChain implements stages.StageChain {
  readonly #parts: SplitChainParts;
  readonly #carriers: Carriers;
  readonly #begun: Promise<unknown>[] = [];

  constructor(parts: SplitChainParts) {
    this.#parts = parts;
    this.#carriers = carriers(parts.cpu, parts.gpu);
  }

  upload(values: Float32Array, dims: readonly number[]): SplitValue {
    const made = Promise.resolve(this.#parts.cpu.upload(values, dims));
    return new SplitValue(dims, Sides.madeOn('cpu', made, this.#carriers.values));
  }

  borrow(buffer: GPUBuffer, dims: readonly number[]): SplitValue {
    const made = Promise.resolve(this.#parts.gpu.borrow(buffer, dims));
    return new SplitValue(dims, Sides.madeOn('gpu', made, this.#carriers.values));
  }

  bufferOf(): never {
    throw new CamLensError('internal', 'When stages are split, the network does not run on the GPU.');
  }

  async preprocess(pictures: readonly Picture[], input: ModelInput): Promise<SplitValue> {
    const made = this.#value('preprocess', [pictures.length, 3, input.height, input.width], (on) =>
      on.preprocess(pictures, input),
    );
    await this.settled();
    return made;
  }

  compute<Name extends TensorStageName>(
    stage: Name,
    values: PerArray<Name, chain.Value>,
    ...numbers: GivenNumbers<Name>
  ): SplitValue {
    const { dims } = tensorStage(stage).plan(
      values.map((value) => value.dims),
      numbers[0] ?? {},
    );
    return this.#value(stage, dims, async (on, side) => {
      const given = await Promise.all(values.map((value) => handleOn(side, value, SplitValue)));
      // The result has as many elements as the argument.
      return on.compute(stage, given as unknown as PerArray<Name, chain.Value>, ...numbers);
    });
  }

  stack(values: readonly chain.Value[]): SplitValue {
    const [first, ...rest] = required(values[0], 'a value to stack').dims;
    const stackOn = async (side: Side): Promise<chain.Value> =>
      this.#parts[side].stack(await Promise.all(values.map((value) => handleOn(side, value, SplitValue))));
    const sides = new Sides(
      () => stackOn('cpu'),
      () => stackOn('gpu'),
    );
    return new SplitValue([values.length * required(first, 'a dimension to stack along'), ...rest], sides);
  }

  view(value: chain.Value, dims: readonly number[]): SplitValue {
    return new SplitValue(
      dims,
      of(value, SplitValue).sides.map((handle, side) => this.#parts[side].view(handle, dims)),
    );
  }

  upsample(requests: readonly chain.HeatmapRequest[]): SplitHeatmaps {
    const sides = this.#stage<chain.Heatmaps>('upsample', {
      on: async (on, side) =>
        on.upsample(
          await Promise.all(
            requests.map(async (request) => ({ ...request, map: await handleOn(side, request.map, SplitValue) })),
          ),
        ),
      carrying: this.#carriers.heatmaps,
      tensors: heatmapTensors,
    });
    return new SplitHeatmaps(
      requests.map(({ size }) => size),
      sides,
    );
  }

  normalize(heatmaps: chain.Heatmaps, rule?: RangeRule, maps: chain.Heatmaps = heatmaps): SplitHeatmaps {
    const sides = this.#stage<chain.Heatmaps>('find-ranges', {
      on: async (on, side) =>
        on.normalize(await handleOn(side, heatmaps, SplitHeatmaps), rule, await handleOn(side, maps, SplitHeatmaps)),
      carrying: this.#carriers.heatmaps,
      tensors: rangeTensors,
    });
    const ranges = sides.map((handle) => required(handle.ranges, 'the ranges of normalised heatmaps'));
    return new SplitHeatmaps(heatmaps.sizes, sides, new SplitValue([heatmaps.sizes.length, 2], ranges));
  }

  mask(tensor: chain.Value, heatmaps: chain.Heatmaps, entries: { first: number; step: 0 | 1 }): SplitValue {
    const [, channels, height, width] = dimsOf(tensor.dims, ['N', 'C', 'H', 'W'], 'tensors');
    return this.#value('mask', [heatmaps.sizes.length, channels, height, width], async (on, side) =>
      on.mask(await handleOn(side, tensor, SplitValue), await handleOn(side, heatmaps, SplitHeatmaps), entries),
    );
  }

  threshold(heatmaps: chain.Heatmaps, ...thresholds: readonly number[]): SplitMasks {
    const open = async (): Promise<(tensor: number, value: number) => boolean> => {
      const maps = await this.readHeatmaps(heatmaps);
      return (mask, pixel) => {
        const map = maps[Math.floor(mask / thresholds.length)];
        const threshold = thresholds[mask % thresholds.length];
        return Math.abs((map?.[pixel] ?? NaN) - (threshold ?? NaN)) <= thresholdTolerance;
      };
    };
    const sides = this.#stage<stages.Masks>('threshold', {
      on: async (on, side) => on.threshold(await handleOn(side, heatmaps, SplitHeatmaps), ...thresholds),
      carrying: this.#carriers.masks,
      tensors: maskTensors,
      open,
    });
    return new SplitMasks(
      heatmaps.sizes.flatMap((size) => thresholds.map(() => size)),
      sides,
    );
  }

  components(masks: stages.Masks): SplitLabels {
    const sides = this.#stage<stages.Labels>('components', {
      on: async (on, side) => on.components(await handleOn(side, masks, SplitMasks)),
      carrying: this.#carriers.labels,
      tensors: labelTensors,
    });
    return new SplitLabels(masks.sizes, sides);
  }

  boxes(labels: stages.Labels): SplitBoxes {
    const made = this.#run<stages.Boxes>('boxes', {
      on: async (on, side) => on.boxes(await handleOn(side, labels, SplitLabels)),
      tensors: boxTensors,
    });
    return new SplitBoxes(labels.sizes, made);
  }

  largest(heatmaps: chain.Heatmaps, ...thresholds: readonly number[]): SplitBoxes {
    return this.boxes(this.components(this.threshold(heatmaps, ...thresholds)));
  }

  pointing(heatmaps: chain.Heatmaps, boxes: readonly (readonly Box[])[]): SplitValue {
    return this.#value(
      'pointing',
      [heatmaps.sizes.length, 4],
      async (on, side) => on.pointing(await handleOn(side, heatmaps, SplitHeatmaps), boxes),
      async (on, value) => pointingTensors(on, value, heatmaps.sizes, await this.readHeatmaps(heatmaps)),
    );
  }

  async paint(canvas: Canvas, painting: chain.Painting): Promise<void> {
    const { width, height } = canvas;
    const paintOn = async (on: stages.StageChain, side: Side, onto: Canvas): Promise<void> =>
      on.paint(onto, { ...painting, heatmaps: await handleOn(side, painting.heatmaps, SplitHeatmaps) });
    const shared = this.#parts.placement('blend') === 'both';
    await this.#run<Canvas | ImageBitmap>('blend', {
      on: async (on, side) => {
        const own = shared && side === 'gpu' ? new OffscreenCanvas(width, height) : undefined;
        await paintOn(on, side, own ?? canvas);
        // In the same task in which the GPU paints, because its canvas is blank in the next.
        return own?.transferToImageBitmap() ?? canvas;
      },
      tensors: async (_, painted) => paintedTensors(painted),
    });
  }

  submit(): void {
    // Nothing to do: every stage is submitted when it runs.
  }

  async settled(): Promise<void> {
    await Promise.all(this.#begun);
    await this.#parts.gpu.settled();
  }

  async read(values: readonly chain.Value[]): Promise<Float32Array[]> {
    await this.settled();
    return this.#parts.cpu.read(await Promise.all(values.map((value) => handleOn('cpu', value, SplitValue))));
  }

  async readHeatmaps(heatmaps: chain.Heatmaps): Promise<Float32Array[]> {
    return this.#parts.cpu.readHeatmaps(await handleOn('cpu', heatmaps, SplitHeatmaps));
  }

  async readMasks(masks: stages.Masks): Promise<Uint8Array[]> {
    return this.#parts.cpu.readMasks(await handleOn('cpu', masks, SplitMasks));
  }

  async readLabels(labels: stages.Labels): Promise<Uint32Array[]> {
    return this.#parts.cpu.readLabels(await handleOn('cpu', labels, SplitLabels));
  }

  async readBoxes(
    boxes: readonly stages.Boxes[],
    values: readonly chain.Value[],
    all: boolean,
  ): Promise<{ boxes: chain.BoxesRead[][]; values: Float32Array[] }> {
    const read: chain.BoxesRead[][] = [];
    for (const each of boxes) {
      const { side, handle } = await of(each, SplitBoxes).made;
      const found = await this.#parts[side].readBoxes([handle], [], all);
      read.push(...found.boxes);
    }
    return { boxes: read, values: await this.read(values) };
  }

  /** Uses the stages, so that each of them runs. */
  locate(...asked: Parameters<chain.Chain['locate']>): ReturnType<chain.Chain['locate']> {
    return locateByStages(this, ...asked);
  }

  async timings(): Promise<Readonly<Record<string, number>> | undefined> {
    const [cpu, gpu] = [await this.#parts.cpu.timings(), await this.#parts.gpu.timings()];
    return cpu === undefined && gpu === undefined ? undefined : { ...cpu, ...gpu };
  }

  destroy(): void {
    this.#parts.cpu.destroy();
    this.#parts.gpu.destroy();
  }

  #value(
    stage: StageName,
    dims: readonly number[],
    on: Run<chain.Value>['on'],
    tensors: Run<chain.Value>['tensors'] = valueTensors,
  ): SplitValue {
    return new SplitValue(dims, this.#stage(stage, { on, carrying: this.#carriers.values, tensors }));
  }

  #stage<Handle>(stage: StageName, run: Run<Handle>): Sides<Handle> {
    const side = this.#parts.placement(stage) === 'gpu' ? 'gpu' : 'cpu';
    const made = this.#run(stage, run).then(({ handle }) => handle);
    made.catch(() => undefined);
    return Sides.madeOn(side, made, run.carrying);
  }

  #run<Handle>(stage: StageName, run: Omit<Run<Handle>, 'carrying'>): Promise<{ side: Side; handle: Handle }> {
    const made = runStage(this.#parts, stage, run);
    // The error reaches callers that await the chain.
    made.catch(() => undefined);
    this.#begun.push(made);
    return made;
  }
}
