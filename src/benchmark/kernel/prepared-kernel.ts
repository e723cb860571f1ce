/** A caller's kernel on the device: compiled, with filled buffers, and checked against its reference. */
import { CamLensError, describeError } from '../../errors.ts';
import { ErrorScopes } from '../../pipeline/device/error-scopes.ts';
import { Kernel, type Extent, type Resources } from '../../pipeline/engine/kernel.ts';
import type { WgslModule } from '../../shaders/wgsl-module.ts';
import type { ClockedDevice } from '../measure/gpu-clock.ts';
import type { TimedWork } from '../measure/measure-by-turns.ts';
import { differingValue } from './differing-value.ts';
import type { KernelBenchmark, KernelBinding } from './kernel-benchmark.ts';
import { runAndRead } from './run-and-read.ts';

export class PreparedKernel implements TimedWork {
  /** A sentence about the difference from the reference; undefined if there is none. */
  readonly difference: string | undefined;
  readonly encode: (pass: GPUComputePassEncoder) => void;
  readonly reset?: (encoder: GPUCommandEncoder) => void;
  readonly #buffers: readonly GPUBuffer[];

  private constructor(
    buffers: readonly GPUBuffer[],
    encode: TimedWork['encode'],
    difference: string | undefined,
    reset: TimedWork['reset'],
  ) {
    this.#buffers = buffers;
    this.encode = encode;
    this.difference = difference;
    if (reset !== undefined) this.reset = reset;
  }

  /**
   * @throws CamLensError `bad-option` if the kernel does not match its description; `out-of-memory`, `gpu-failed`,
   *   `device-lost`
   */
  static async create(given: ClockedDevice, name: string, kernel: KernelBenchmark): Promise<PreparedKernel> {
    const extent = checked(name, kernel, given.device.limits);
    const compiled = await compile(given.device, name, kernel);
    const { device, errors } = given;
    const scopes = new ErrorScopes(device);
    const made: GPUBuffer[] = [];
    try {
      const fill = (): GPUBuffer[] =>
        scopes.guard(() => kernel.bindings.map((binding) => createBuffer(device, binding, made)));
      const buffers = fill();
      const group = scopes.guard(() => compiled.bind(resourcesOf(buffers)));
      const encode = (pass: GPUComputePassEncoder): void => compiled.dispatch(pass, entryOf(kernel), group, extent);
      const written = kernel.bindings.flatMap(({ kind }, i) => (kind === 'read_write' ? [i] : []));
      const runOnce = (): Promise<ArrayBuffer[]> =>
        runAndRead(
          { device, errors },
          scopes,
          encode,
          written.map((i) => ({ buffer: buffers[i]!, offset: 0, size: buffers[i]!.size })),
        );

      const first = await runOnce();
      const { binding, values, tolerance = 0 } = kernel.reference;
      const bytes = first[written.indexOf(binding)]!;
      const difference = differingValue(viewAs(values, bytes), values, tolerance);
      if (difference !== undefined) return new PreparedKernel(made, encode, difference, undefined);

      const second = await runOnce();
      if (second.every((each, i) => isSame(each, first[i]!)))
        return new PreparedKernel(made, encode, undefined, undefined);
      const kept = fill();
      await errors.during(scopes, Promise.resolve());
      return new PreparedKernel(made, encode, undefined, (encoder) => {
        for (const i of written) encoder.copyBufferToBuffer(kept[i]!, 0, buffers[i]!, 0, kept[i]!.size);
      });
    } catch (cause) {
      for (const buffer of made) buffer.destroy();
      throw cause;
    }
  }

  destroy(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }
}

const entryOf = ({ entryPoint = 'main' }: KernelBenchmark): string => entryPoint;
const bindingName = (index: number): string => `binding ${index}`;

function checked(name: string, { bindings, dispatch, reference }: KernelBenchmark, limits: GPUSupportedLimits): Extent {
  const fail = (what: string): never => {
    throw new CamLensError('bad-option', `Kernel ${name}: ${what}`);
  };
  bindings.forEach(({ contents }, i) => {
    const sizeBytes = sizeOf(contents);
    if (!Number.isInteger(sizeBytes) || sizeBytes < 4 || sizeBytes % 4 !== 0) {
      fail(`binding ${i} has ${sizeBytes} bytes; a multiple of 4 was expected.`);
    }
  });
  const [x, y = 1, z = 1] = dispatch;
  for (const count of [x, y, z]) {
    if (Number.isInteger(count) && count >= 1 && count <= limits.maxComputeWorkgroupsPerDimension) continue;
    fail(
      `it cannot be dispatched over ${count} workgroups; 1 to ${limits.maxComputeWorkgroupsPerDimension} were expected.`,
    );
  }
  const target = bindings[reference.binding];
  if (target?.kind !== 'read_write') fail(`the reference is for binding ${reference.binding}, which is not written.`);
  else if (reference.values.byteLength > sizeOf(target.contents) || reference.values.length === 0) {
    fail(`the reference has ${reference.values.byteLength} bytes, but its binding has ${sizeOf(target.contents)}.`);
  }
  return [x, y, z];
}

/** Work is dispatched in workgroups, so the size 1 given here does not affect the size in the WGSL. */
async function compile(device: GPUDevice, name: string, kernel: KernelBenchmark): Promise<Kernel> {
  const module: WgslModule = {
    file: name,
    code: kernel.wgsl,
    parts: [],
    layout: {
      bindings: kernel.bindings.map(({ kind }, index) => ({ index, kind, name: bindingName(index) })),
      workgroups: new Map([[entryOf(kernel), [1, 1, 1]]]),
      structs: new Map(),
      constants: new Map(),
      overrides: new Map(),
    },
  };
  try {
    return await Kernel.create(device, name, module);
  } catch (cause) {
    const { code, message } = describeError(cause);
    if (code === 'device-lost' || code === 'out-of-memory') throw cause;
    throw new CamLensError('bad-option', `Kernel ${name} does not match its description: ${message}`, { cause });
  }
}

function resourcesOf(buffers: readonly GPUBuffer[]): Resources {
  return Object.fromEntries(buffers.map((buffer, i) => [bindingName(i), { buffer }]));
}

function createBuffer(device: GPUDevice, { kind, contents }: KernelBinding, made: GPUBuffer[]): GPUBuffer {
  const as = kind === 'uniform' ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE;
  const buffer = device.createBuffer({
    size: sizeOf(contents),
    usage: as | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
  made.push(buffer);
  if (typeof contents !== 'number') device.queue.writeBuffer(buffer, 0, contents);
  return buffer;
}

function sizeOf(contents: KernelBinding['contents']): number {
  return typeof contents === 'number' ? contents : contents.byteLength;
}

function viewAs(like: Float32Array | Int32Array | Uint32Array, bytes: ArrayBuffer): ArrayLike<number> {
  if (like instanceof Float32Array) return new Float32Array(bytes);
  return like instanceof Int32Array ? new Int32Array(bytes) : new Uint32Array(bytes);
}

function isSame(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const [one, other] = [new Uint32Array(a), new Uint32Array(b)];
  return one.every((word, i) => word === other[i]);
}
