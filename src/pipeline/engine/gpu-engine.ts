/** The engine that runs the stages' WGSL. */
import { colourMaps } from '../../shaders/colour-maps.ts';
import { BufferPool } from './buffer-pool.ts';
import type { Device } from '../device/device.ts';
import { DeviceErrors } from '../device/device-errors.ts';
import { defaultTile } from './gpu-resize.ts';
import { GpuChain } from './gpu-chain.ts';
import type { Locates, Presents } from './gpu-chain-parts.ts';
import { Kernel } from './kernel.ts';
import { usualShapes, type KernelShapes } from './kernel-shapes.ts';
import { PixelReader } from '../picture/picture-pixels.ts';
import { PicturePlanes } from './picture-planes.ts';
import { Recorder } from './recorder.ts';
import type { ChainOptions, StageChain, StageEngine } from './stage-chain.ts';
import { StageTimer } from './stage-timer.ts';
import type { StageName } from './stage-names.ts';
import { stageNames, stages } from './stages.ts';
import { assertEngineAlive, untilDestroyed } from './until-destroyed.ts';
import type { ColourMap, Size } from '../types.ts';

export interface GpuEngineOptions {
  /** Larger pictures are uploaded in tiles of at most this size. */
  readonly tile?: Size;
  /** How paintings reach a canvas. Default: `copy` on a software adapter, otherwise `canvas`. */
  readonly presents?: Presents;
  /**
   * How the largest components at many thresholds are found. Default: `in-memory` on a software adapter, otherwise
   * `on-device`.
   */
  readonly locates?: Locates;
  /** Default: the usual ones of the adapter. */
  readonly shapes?: KernelShapes;
}

/**
 * Compiles every stage.
 * @throws CamLensError `internal` if a shader does not compile
 */
export async function createGpuEngine(found: Device, options: GpuEngineOptions = {}): Promise<StageEngine> {
  const { device, isSoftware } = found;
  const shapes = options.shapes ?? usualShapes(found);
  const compiled = await Promise.all(
    stageNames.map(async (name) => [name, await Kernel.create(device, name, stages[name].wgsl, shapes[name])] as const),
  );
  return new GpuEngine(device, Object.fromEntries(compiled) as Record<StageName, Kernel>, {
    tile: options.tile ?? defaultTile,
    presents: options.presents ?? (isSoftware ? 'copy' : 'canvas'),
    locates: options.locates ?? (isSoftware ? 'in-memory' : 'on-device'),
    shapes,
  });
}

class GpuEngine implements StageEngine {
  readonly kind = 'webgpu';
  readonly #device: GPUDevice;
  readonly #kernels: Readonly<Record<StageName, Kernel>>;
  readonly locates: Locates;
  readonly #options: Required<GpuEngineOptions>;
  readonly #pool: BufferPool;
  readonly #errors: DeviceErrors;
  readonly #planes: PicturePlanes;
  readonly #reader = new PixelReader();
  readonly #chains = new Set<StageChain>();
  readonly #colours = new Map<ColourMap, GPUBuffer>();
  #isDestroyed = false;

  constructor(device: GPUDevice, kernels: Readonly<Record<StageName, Kernel>>, options: Required<GpuEngineOptions>) {
    this.#device = device;
    this.#kernels = kernels;
    this.locates = options.locates;
    this.#options = options;
    this.#pool = new BufferPool(device);
    this.#planes = new PicturePlanes(this.#pool);
    this.#errors = new DeviceErrors(device);
  }

  get isDead(): boolean {
    return this.#isDestroyed || this.#errors.isLost;
  }

  get alive(): { readonly buffers: number; readonly bytes: number } {
    return this.#pool.alive;
  }

  begin(options: ChainOptions = {}): StageChain {
    assertEngineAlive(this.#isDestroyed);
    const canTime = options.timed === true && this.#device.features.has('timestamp-query');
    const timer = canTime ? new StageTimer(this.#device) : undefined;
    const recorder = new Recorder(
      ...([this.#device, this.#kernels, this.#pool, this.#errors, timer] as const),
      () => this.#forgetKept(),
      options.onRun,
    );
    const chain: StageChain = new GpuChain({
      recorder,
      timer,
      reader: this.#reader,
      colours: (name) => this.#coloursOf(name, recorder),
      planes: this.#planes,
      ...this.#options,
      locates: this.locates,
      forget: () => this.#chains.delete(chain),
    });
    this.#chains.add(chain);
    return untilDestroyed(chain);
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    for (const chain of this.#chains) chain.destroy();
    this.#pool.destroy();
    this.#errors.close();
  }

  /** After a GPU error, data kept between chains may be wrong. */
  #forgetKept(): void {
    this.#planes.forget();
    for (const buffer of this.#colours.values()) this.#pool.discard(buffer);
    this.#colours.clear();
  }

  #coloursOf(name: ColourMap, recorder: Recorder): GPUBuffer {
    const known = this.#colours.get(name);
    if (known !== undefined) return known;
    const rgb = colourMaps[name];
    const packed = Uint32Array.from({ length: 256 }, (_, i) => {
      const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * i, 3 * i + 3);
      return red | (green << 8) | (blue << 16);
    });
    const buffer = recorder.acquire(packed.byteLength, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
    recorder.write(buffer, packed);
    this.#colours.set(name, buffer);
    return buffer;
  }
}
